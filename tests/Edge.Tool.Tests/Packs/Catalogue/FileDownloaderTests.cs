using System.Security.Cryptography;
using Edge.Tool.Packs.Catalogue;

namespace Edge.Tool.Tests.Packs.Catalogue;

/// <summary>Against a real server that cuts, lies, hangs and never ends.</summary>
public sealed class FileDownloaderTests : IDisposable
{
    private static readonly byte[] Content = MakeContent(200_000);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-download-").FullName;

    private string Target => Path.Combine(_folder, "model.onnx");

    private string Part => Target + ".part";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Download_Whole_IsThereAndNothingBesides()
    {
        using FileServer server = new((_, request, to, _) => FileServer.ServeAsync(request, to, Content));
        List<long> progress = [];
        await DownloadAsync(server, progress: new Collected(progress));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(_folder));
        Assert.Equal(Content.Length, progress[^1]);
        Assert.Null(server.Requests[0].RangeStart);
    }

    [Fact]
    public async Task Download_CutTwice_GoesOnWhereItWasCut()
    {
        using FileServer server = new((number, request, to, _) => number < 2 ? CutAsync(request, to, 70_000) : FileServer.ServeAsync(request, to, Content));
        await DownloadAsync(server);

        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Equal(3, server.Requests.Count);
        Assert.True(server.Requests[1].RangeStart is > 0 and <= 70_000);
        Assert.True(server.Requests[2].RangeStart > server.Requests[1].RangeStart);
        Assert.All(server.Requests.Skip(1), request => Assert.Equal("\"v1\"", request.Header("If-Range")));
    }

    [Fact]
    public async Task Download_GivenUpThenStartedAgain_GoesOnFromTheDisk()
    {
        bool isDown = true;
        using FileServer server = new((number, request, to, _) => number == 0
            ? CutAsync(request, to, 70_000)
            : isDown ? FileServer.WriteAsync(to, "HTTP/1.1 503 Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") : FileServer.ServeAsync(request, to, Content));
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(server, new DownloadOptions { FruitlessTries = 3, FirstWait = TimeSpan.FromMilliseconds(1) }));
        Assert.Contains("is kept", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
        long kept = new FileInfo(Part).Length;
        Assert.InRange(kept, 1, 70_000);

        isDown = false;
        await DownloadAsync(server);

        Assert.Equal((int)kept, server.Requests[^1].RangeStart);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Download_FileOfTheServerChangedMeanwhile_StartsOver()
    {
        byte[] older = MakeContent(Content.Length, seed: 2);
        using FileServer server = new((number, request, to, _) => number == 0
            ? CutAsync(request, to, 70_000, older, "\"v0\"")
            : FileServer.ServeAsync(request, to, Content));
        await DownloadAsync(server);
        Assert.Equal("\"v0\"", server.Requests[1].Header("If-Range"));
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Download_ServerWithoutTags_NeverAsksForARest()
    {
        using FileServer server = new(async (number, _, to, end) =>
        {
            await FileServer.WriteAsync(to, $"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n");
            await to.WriteAsync(number == 0 ? Content.AsMemory(0, 70_000) : Content, end);
        });
        await DownloadAsync(server);
        Assert.All(server.Requests, request => Assert.Null(request.RangeStart));
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Download_BeginningOnDiskDamaged_FetchedAfreshOnce()
    {
        using FileServer server = new((number, request, to, _) => number == 0 ? CutAsync(request, to, 70_000) : FileServer.ServeAsync(request, to, Content));
        await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(server, new DownloadOptions { FruitlessTries = 0, FirstWait = TimeSpan.FromMilliseconds(1) }));
        byte[] part = File.ReadAllBytes(Part);
        part[10] ^= 1;
        File.WriteAllBytes(Part, part);

        await DownloadAsync(server);

        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.Null(server.Requests[^1].RangeStart);
    }

    [Fact]
    public async Task Download_AnotherFileOfTheSameSize_RefusedAndNothingKept()
    {
        byte[] other = MakeContent(Content.Length, seed: 3);
        using FileServer server = new((_, request, to, _) => FileServer.ServeAsync(request, to, other));
        await AssertRefusedAsync(server, Hash(other), Hash(Content));
    }

    [Fact]
    public async Task Download_BodyWithoutEnd_CutAtTheFilesSizeAndNothingKept()
    {
        using FileServer server = new(async (_, _, to, end) =>
        {
            await FileServer.WriteAsync(to, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = [.. "10000\r\n"u8, .. new byte[0x10000], .. "\r\n"u8];
            while (!end.IsCancellationRequested)
                await to.WriteAsync(chunk, end);
        });
        await AssertRefusedAsync(server, "sends more than");
    }

    [Theory]
    [InlineData(1_000_000_000_000)]
    [InlineData(100)]
    public async Task Download_AnnouncesAnotherSize_RefusedBeforeItIsRead(long announced)
    {
        using FileServer server = new((_, _, to, _) => FileServer.WriteAsync(to, $"HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n\r\n"));
        await AssertRefusedAsync(server, "announces", announced.ToString());
    }

    [Fact]
    public async Task Download_RestThatBeginsElsewhere_Refused()
    {
        using FileServer server = new(async (number, request, to, _) =>
        {
            if (number == 0)
                await CutAsync(request, to, 70_000);
            else
                await FileServer.WriteAsync(to, $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-{Content.Length - 1}/{Content.Length}\r\nContent-Length: {Content.Length - 5}\r\n\r\n");
        });
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(server));
        Assert.Contains("asked for the bytes from", e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Download_ServerThatFallsSilent_IsLeftAndResumed()
    {
        using FileServer server = new(async (number, request, to, end) =>
        {
            if (number == 0)
            {
                await CutAsync(request, to, 70_000);
                await Task.Delay(Timeout.Infinite, end);
            }

            await FileServer.ServeAsync(request, to, Content);
        });
        await DownloadAsync(server, new DownloadOptions { StallTime = TimeSpan.FromMilliseconds(300), FirstWait = TimeSpan.FromMilliseconds(1) });
        Assert.Equal(Content, File.ReadAllBytes(Target));
        Assert.True(server.Requests[^1].RangeStart > 0);
    }

    [Fact]
    public async Task Download_ServerThatIsBusy_TriedAgain()
    {
        using FileServer server = new((number, request, to, _) => number < 2
            ? FileServer.WriteAsync(to, "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            : FileServer.ServeAsync(request, to, Content));
        await DownloadAsync(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData("404 Not Found", "", "404")]
    [InlineData("200 OK", "Content-Encoding: gzip\r\n", "gzip")]
    [InlineData("302 Found", "Location: http://192.0.2.1/model.onnx\r\n", "http://192.0.2.1/model.onnx; allowed: https")]
    [InlineData("302 Found", "Location: file:///etc/passwd\r\n", "allowed: https")]
    [InlineData("302 Found", "Location: http://user:secret@127.0.0.1/model.onnx\r\n", "allowed: https")]
    [InlineData("302 Found", "", "nowhere")]
    [InlineData("301 Moved", "Location: /again\r\n", "more than 5 times")]
    public async Task Download_AnswerThatIsNoFile_RefusedSayingWhy(string status, string headers, string expected)
    {
        using FileServer server = new((_, _, to, _) => FileServer.WriteAsync(to, $"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"));
        await AssertRefusedAsync(server, expected);
    }

    [Fact]
    public async Task Download_SentOnOnThisMachine_Follows()
    {
        using FileServer server = new((number, request, to, _) => request.Path == "/elsewhere"
            ? FileServer.ServeAsync(request, to, Content)
            : FileServer.WriteAsync(to, "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        await DownloadAsync(server);
        Assert.Equal(Content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Download_SizeUnknown_TakesWhatComesUpToTheLimit()
    {
        using FileServer server = new((_, request, to, _) => FileServer.ServeAsync(request, to, Content));
        await DownloadAsync(server, file: new CatalogueFile(server.Url, Hash(Content), Content.Length * 2, IsSizeKnown: false));
        Assert.Equal(Content, File.ReadAllBytes(Target));
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(
            () => DownloadAsync(server, file: new CatalogueFile(server.Url, Hash(Content), Content.Length - 1, IsSizeKnown: false)));
        Assert.Contains("announces", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.org/m.onnx", null, true)]
    [InlineData("http://example.org/m.onnx", null, false)]
    [InlineData("http://localhost:8080/m.onnx", null, true)]
    [InlineData("http://127.0.0.1/m.onnx", "https://example.org/", false)]
    [InlineData("http://127.0.0.1/m.onnx", "http://localhost/", true)]
    [InlineData("https://example.org/m.onnx", "http://localhost/", true)]
    [InlineData("https://user:secret@example.org/m.onnx", null, false)]
    [InlineData("ftp://example.org/m.onnx", null, false)]
    [InlineData("file:///etc/passwd", null, false)]
    public void Address_Is_AllowedOrNot(string url, string? from, bool expected) =>
        Assert.Equal(expected, DownloadAddress.IsAllowed(new Uri(url), from is null ? null : new Uri(from)));

    private static byte[] MakeContent(int length, int seed = 1)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The right head, and then the connection is cut after some bytes of the rest that was asked for.</summary>
    private static async Task CutAsync(FileRequest request, Stream to, int count, byte[]? content = null, string tag = "\"v1\"")
    {
        content ??= Content;
        int from = request.RangeStart ?? 0;
        string head = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}" : "200 OK";
        await FileServer.WriteAsync(to, $"HTTP/1.1 {head}\r\nETag: {tag}\r\nContent-Length: {content.Length - from}\r\n\r\n");
        await to.WriteAsync(content.AsMemory(from, count));
        await to.FlushAsync();
    }

    private async Task AssertRefusedAsync(FileServer server, params string[] words)
    {
        DownloadException e = await Assert.ThrowsAsync<DownloadException>(() => DownloadAsync(server));
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_folder), file => new FileInfo(file).Length > 1000);
        Assert.False(File.Exists(Target));
    }

    private async Task DownloadAsync(FileServer server, DownloadOptions? options = null, CatalogueFile? file = null, IProgress<long>? progress = null)
    {
        using FileDownloader downloader = new(options ?? new DownloadOptions { FirstWait = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        await downloader.DownloadAsync(file ?? new CatalogueFile(server.Url, Hash(Content), Content.Length), Target, progress ?? new Progress<long>(), CancellationToken.None);
    }

    private sealed class Collected(List<long> into) : IProgress<long>
    {
        public void Report(long value) => into.Add(value);
    }
}
