using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Contracts.Updates.Publishing;

namespace Edge.Tool.Releases;

/// <summary>A cloud's routes for releasers.</summary>
internal sealed class ReleaseCloud : IDisposable
{
    private const string Base = "api/v1/releases";
    private readonly HttpClient _http;

    private ReleaseCloud(HttpClient http) => _http = http;

    /// <summary>Reaches a cloud.</summary>
    /// <param name="address">Its address; plain HTTP only on this machine, since a token goes with every request.</param>
    /// <param name="tokenFile">File with the token; nothing of it goes into errors.</param>
    /// <exception cref="ReleaseException">The address is none, or the file holds no token.</exception>
    public static ReleaseCloud Open(string address, string tokenFile)
    {
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            throw new ReleaseException($"'{address}' is no address of a cloud; allowed: https://…, or http:// on this machine");
        string token = File.ReadAllText(tokenFile).Trim();
        if (token.Length == 0 || token.Any(letter => !char.IsAscii(letter) || char.IsWhiteSpace(letter)))
            throw new ReleaseException($"'{tokenFile}' holds no token: one line of letters without spaces");
        // Large files take as long as they take; what does not move at all is given up by the connection's own timeout.
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AllowAutoRedirect = false }) { BaseAddress = uri, Timeout = TimeSpan.FromHours(6) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ReleaseCloud(http);
    }

    /// <summary>The cloud's public keys of snapshot and timestamp.</summary>
    public Task<OnlineKeys> KeysAsync(CancellationToken cancellation) => GetAsync<OnlineKeys>("keys", cancellation);

    /// <summary>What the cloud serves.</summary>
    public Task<ReleaseList> ListAsync(CancellationToken cancellation) => GetAsync<ReleaseList>("", cancellation);

    /// <summary>Which files the cloud lacks.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(IReadOnlyList<string> sha256, CancellationToken cancellation) =>
        (await SendAsync<FileList>(HttpMethod.Post, "missing", JsonContent.Create(new FileList(sha256)), cancellation)).Sha256;

    /// <summary>Uploads a file.</summary>
    public async Task AddFileAsync(string sha256, Stream content, CancellationToken cancellation)
    {
        using var body = new StreamContent(content, 128 << 10);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using HttpResponseMessage response = await RequestAsync(HttpMethod.Put, $"files/{sha256}", body, cancellation);
    }

    /// <summary>Uploads metadata.</summary>
    public Task<RepositoryState> PublishAsync(MetadataUpload upload, CancellationToken cancellation) =>
        SendAsync<RepositoryState>(HttpMethod.Post, "metadata", JsonContent.Create(upload), cancellation);

    /// <summary>Metadata that is good for some days.</summary>
    public Task<CarriedMetadata> CarryAsync(int days, CancellationToken cancellation) => SendAsync<CarriedMetadata>(HttpMethod.Post, $"carry?days={days}", null, cancellation);

    /// <summary>Downloads a target's file.</summary>
    public async Task DownloadAsync(string path, string sha256, Stream into, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await RequestAsync(HttpMethod.Get, $"targets/{TargetPaths.WithHash(path, sha256)}", null, cancellation);
        await response.Content.CopyToAsync(into, cancellation);
    }

    /// <summary>Lets go of the connections.</summary>
    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string route, CancellationToken cancellation) => SendAsync<T>(HttpMethod.Get, route, null, cancellation);

    private async Task<T> SendAsync<T>(HttpMethod method, string route, HttpContent? body, CancellationToken cancellation)
    {
        using HttpResponseMessage response = await RequestAsync(method, route, body, cancellation);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(cancellation) ?? throw new ReleaseException($"{_http.BaseAddress}{Base}/{route} answered nothing");
        }
        catch (JsonException e)
        {
            throw new ReleaseException($"{_http.BaseAddress}{Base}/{route} answered what is none of this cloud's answers: {e.Message}", e);
        }
    }

    private async Task<HttpResponseMessage> RequestAsync(HttpMethod method, string route, HttpContent? body, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(method, route.Length == 0 ? Base : $"{Base}/{route}") { Content = body };
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new ReleaseException($"{_http.BaseAddress} can't be reached: {e.Message}", e);
        }

        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw new ReleaseException($"{_http.BaseAddress} answered {(int)response.StatusCode} {response.StatusCode}: {await ReasonAsync(response, cancellation)}");
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized)
            return "the token is unknown, withdrawn or expired";
        if (response.StatusCode is HttpStatusCode.Forbidden)
            return "the token's operator lacks the role for this; publishing needs 'admin'";
        try
        {
            using JsonDocument problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            string detail = problem.RootElement.TryGetProperty("detail", out JsonElement text) ? text.GetString() ?? "" : "";
            return problem.RootElement.TryGetProperty("fault", out JsonElement fault) ? $"{fault.GetString()}: {detail}" : detail;
        }
        catch (JsonException)
        {
            return "no reason given";
        }
    }
}
