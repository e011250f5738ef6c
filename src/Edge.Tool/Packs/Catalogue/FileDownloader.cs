using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>
/// Brings a file whose SHA-256 is known: goes on where it was cut (RFC 9110, Range with If-Range), follows redirects itself and only to
/// allowed addresses, takes no byte more than the file has, and believes nothing before the hash is right.
/// </summary>
internal sealed class FileDownloader : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly DownloadOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    /// <summary>A downloader of its own.</summary>
    public FileDownloader(DownloadOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = options.StallTime,
            MaxResponseHeadersLength = 64,
        })
        {
            // Patience is counted by the byte, below.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("edgectl", typeof(FileDownloader).Assembly.GetName().Version?.ToString(3)));
    }

    /// <summary>Downloads <paramref name="file"/> to <paramref name="target"/>.</summary>
    /// <param name="file">With an address.</param>
    /// <param name="target">Written only when the hash is right; what came so far is kept beside it when the network fails.</param>
    /// <param name="progress">Told how many bytes there are.</param>
    /// <param name="cancellationToken">Ends it; what came so far is kept.</param>
    /// <exception cref="DownloadException">It does not come, is too long, or is another file.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task DownloadAsync(CatalogueFile file, string target, IProgress<long> progress, CancellationToken cancellationToken)
    {
        Uri url = file.Url ?? throw new DownloadException("no address is known for this file; give a copy of it with --file");
        PartFile part = new(target, file);
        bool isResumed = part.LengthBytes > 0;
        await FillAsync(url, file, part, progress, cancellationToken);
        string actual = await HashAsync(part.Path, cancellationToken);
        if (actual != file.Sha256 && isResumed)
        {
            // The beginning may have been of another version, or damaged on disk: once, all of it afresh.
            part.Delete();
            await FillAsync(url, file, part, progress, cancellationToken);
            actual = await HashAsync(part.Path, cancellationToken);
        }

        if (actual != file.Sha256)
        {
            part.Delete();
            throw new DownloadException($"{DownloadAddress.Shown(url)} has SHA-256 {actual}; expected {file.Sha256}: not the file that was meant, nothing is kept");
        }

        part.Finish(target);
    }

    /// <summary>SHA-256 of a file, 64 lower-case hexadecimal digits.</summary>
    public static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    /// <summary>Tries until the part has the file's size, or nothing comes any more.</summary>
    private async Task FillAsync(Uri url, CatalogueFile file, PartFile part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        int fruitless = 0;
        TimeSpan wait = _options.FirstWait;
        bool isWhole = file.IsSizeKnown && part.LengthBytes == file.SizeBytes;
        while (!isWhole)
        {
            long before = part.LengthBytes;
            try
            {
                await TryAsync(url, file, part, progress, cancellationToken);
                // Where the size is unknown, the protocol tells a body that was cut from one that ended.
                isWhole = !file.IsSizeKnown || part.LengthBytes == file.SizeBytes;
                if (!isWhole)
                    throw new DownloadException($"the connection ended at byte {part.LengthBytes} of {file.SizeBytes}", isTransient: true);
            }
            catch (DownloadException e) when (e.IsTransient)
            {
                fruitless = part.LengthBytes > before ? 0 : fruitless + 1;
                if (fruitless >= _options.FruitlessTries)
                    throw new DownloadException($"{DownloadAddress.Shown(url)}: {e.Message}; {fruitless} tries brought nothing. What came so far ({part.LengthBytes} bytes) is kept: the same command goes on from there", e);
                wait = fruitless <= 1 ? _options.FirstWait : Min(wait * 2, LongestWait);
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    private async Task TryAsync(Uri url, CatalogueFile file, PartFile part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(_options.StallTime);
        try
        {
            using HttpResponseMessage response = await SendAsync(url, part, stall.Token);
            bool isRest = CheckAnswer(response, url, file, part);
            if (!isRest)
                part.Restart(ValidatorOf(response));
            await ReceiveAsync(response, url, file, part, progress, stall);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DownloadException($"nothing came for {_options.StallTime.TotalSeconds:0.#} s", isTransient: true, e);
        }
        catch (HttpRequestException e)
        {
            throw new DownloadException(e.Message, isTransient: true, e);
        }
        catch (IOException e) when (e is HttpIOException || e.InnerException is System.Net.Sockets.SocketException)
        {
            throw new DownloadException(e.Message, isTransient: true, e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri url, PartFile part, CancellationToken cancellationToken)
    {
        Uri at = url;
        for (int hop = 0; ; hop++)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, at);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (part.Validator is { } validator)
            {
                request.Headers.Range = new RangeHeaderValue(part.LengthBytes, null);
                // [RFC 9110, 13.1.5] The rest only if it is the rest of the same thing; otherwise all of the new one.
                request.Headers.TryAddWithoutValidation("If-Range", validator);
            }

            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return response;
            Uri? next = response.Headers.Location is { } location ? new Uri(at, location) : null;
            response.Dispose();
            if (next is null || !DownloadAddress.IsAllowed(next, at))
                throw new DownloadException($"{DownloadAddress.Shown(at)} leads to {(next is null ? "nowhere" : DownloadAddress.Shown(next))}; allowed: https");
            if (hop >= _options.MaximumRedirects)
                throw new DownloadException($"{DownloadAddress.Shown(url)} leads on more than {_options.MaximumRedirects} times");
            at = next;
        }
    }

    /// <summary>Whether the answer is the rest of what is there (true) or a whole file (false).</summary>
    private static bool CheckAnswer(HttpResponseMessage response, Uri url, CatalogueFile file, PartFile part)
    {
        int status = (int)response.StatusCode;
        string shown = DownloadAddress.Shown(url);
        if (status is 408 or 429 or >= 500)
            throw new DownloadException($"the server answers {status}", isTransient: true);
        if (status == 416)
        {
            part.Delete();
            throw new DownloadException("the server has no such part any more", isTransient: true);
        }

        if (status is not (200 or 206))
            throw new DownloadException($"{shown}: the server answers {status} {response.ReasonPhrase}");
        if (response.Content.Headers.ContentEncoding.Any(encoding => encoding != "identity"))
            throw new DownloadException($"{shown}: the server sends {string.Join(", ", response.Content.Headers.ContentEncoding)}; asked for: the file as it is");
        long offset = 0;
        if (status == 206)
        {
            ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
            offset = part.LengthBytes;
            if (range is not { Unit: "bytes", From: { } start } || start != offset || (file.IsSizeKnown && range.Length is { } length && length != file.SizeBytes))
                throw new DownloadException($"{shown}: asked for the bytes from {offset} of {file.SizeBytes}, the server sends {range?.ToString() ?? "others"}");
        }

        if (response.Content.Headers.ContentLength is { } announced
            && (offset + announced > file.SizeBytes || (file.IsSizeKnown && offset + announced != file.SizeBytes)))
        {
            throw new DownloadException($"{shown}: the server announces {offset + announced} bytes; {(file.IsSizeKnown ? "the file has" : "allowed are")} {file.SizeBytes}");
        }

        return status == 206;
    }

    private async Task ReceiveAsync(HttpResponseMessage response, Uri url, CatalogueFile file, PartFile part, IProgress<long> progress, CancellationTokenSource stall)
    {
        await using Stream body = await response.Content.ReadAsStreamAsync(stall.Token);
        await using FileStream output = new(part.Path, FileMode.Append, FileAccess.Write, FileShare.Read);
        byte[] buffer = new byte[64 * 1024];
        long length = output.Position;
        int read;
        while ((read = await body.ReadAsync(buffer, stall.Token)) > 0)
        {
            length += read;
            if (length > file.SizeBytes)
            {
                await output.DisposeAsync();
                part.Delete();
                throw new DownloadException($"{DownloadAddress.Shown(url)} sends more than {file.SizeBytes} bytes, {(file.IsSizeKnown ? "the file's size" : "the most allowed")}; nothing is kept");
            }

            await output.WriteAsync(buffer.AsMemory(0, read), stall.Token);
            progress.Report(length);
            stall.CancelAfter(_options.StallTime);
        }
    }

    // [RFC 9110, 13.1.5] Only a strong ETag, or a date, marks the very same bytes.
    private static string? ValidatorOf(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : response.Content.Headers.LastModified?.ToString("R");

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
