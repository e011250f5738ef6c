using Edge.Agent.Updates;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>Releases over real HTTP and from a folder: the same checks, the same refusals, and nothing in place that isn't the target.</summary>
public sealed class TufReleaseSourceTests : IAsyncLifetime
{
    private static readonly ReleaseDescription Description = new() { Kind = ReleaseKind.Model, Name = "a", Version = "1.0.0", Counter = 5 };
    private static readonly byte[] Pack = [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31))];
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-tuf-source-").FullName;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly TufServer _server;

    public TufReleaseSourceTests()
    {
        _server = new TufServer(_repository);
        _repository.AddTarget("models/a b.pack", Pack, Description);
        _repository.Publish();
    }

    private string Target => Path.Combine(_folder, "a.pack");

    private static string Served(byte[] content, string name = "a%20b.pack") => $"targets/models/{TufHashes.Sha256Of(content)[TufHashes.Sha256]}.{name}";

    public Task InitializeAsync()
    {
        // A server sees the path as it stands in the request.
        foreach ((string path, byte[] content) in _repository.Content.ToArray())
            _repository.Content[path.Replace(" ", "%20", StringComparison.Ordinal)] = content;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Download_HonestRepository_TheFileAndWhatItIs(bool carried)
    {
        TufReleaseSource source = carried ? Carried() : OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        Assert.Equal((200_000, ReleaseKind.Model, 5), (target.SizeBytes, target.Description!.Kind, target.Description.Counter));
        await source.DownloadAsync(target, Target, null, default);
        Assert.Equal(Pack, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Download_AddressRelativeToTheClientsOwn_Works()
    {
        // As the agent does it: the client knows the cloud's address and shows the device's certificate.
        using HttpClient cloud = new() { BaseAddress = _server.Address };
        TufReleaseSource source = TufReleaseSource.OverHttp(cloud, new Uri("", UriKind.Relative), Trusted(), _repository.InitialRoot, Downloader(), TimeProvider.System);
        await source.RefreshAsync(default);
        await source.DownloadAsync((await source.FindAsync("models/a b.pack", default))!, Target, null, default);
        Assert.Equal(Pack, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Carried_AfterNewerOverHttp_IsRefusedAsRollback()
    {
        string stick = Path.Combine(_folder, "stick");
        _repository.WriteTo(stick);
        _repository.Publish();
        await OverHttp().RefreshAsync(default);
        TufReleaseSource carried = TufReleaseSource.InFolder(stick, Trusted(), _repository.InitialRoot, Downloader(), TimeProvider.System);
        Assert.Equal(TufFault.Rollback, (await Assert.ThrowsAsync<TufRefusedException>(() => carried.RefreshAsync(default))).Fault);
    }

    [Fact]
    public async Task Download_ServerSwapsTheFile_WrongHashAndNothingThere()
    {
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        byte[] swapped = [.. Pack];
        swapped[777] ^= 1;
        _repository.Content[Served(Pack)["targets/".Length..]] = swapped;
        Assert.Equal(TufFault.WrongHash, (await Assert.ThrowsAsync<TufRefusedException>(() => source.DownloadAsync(target, Target, null, default))).Fault);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Download_EndlessTarget_EndlessDataAndNothingThere()
    {
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        _server.Serving[Served(Pack)] = TufServing.Endless;
        Assert.Equal(TufFault.EndlessData, (await Assert.ThrowsAsync<TufRefusedException>(() => source.DownloadAsync(target, Target, null, default))).Fault);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Download_ConnectionCut_GoesOnWhereItStopped()
    {
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        _server.Serving[Served(Pack)] = TufServing.Cut;
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.DownloadAsync(target, Target, null, default));
        Assert.False(File.Exists(Target));
        _server.Serving.Clear();
        await source.DownloadAsync(target, Target, null, default);
        Assert.Equal(Pack, await File.ReadAllBytesAsync(Target));
        Assert.True(_server.Requests.Last().Offset > 0);
    }

    [Theory]
    [InlineData("metadata/timestamp.json", TufServing.Dripping)]
    [InlineData("metadata/timestamp.json", TufServing.Silent)]
    [InlineData("metadata/2.snapshot.json", TufServing.Dripping)]
    public async Task Refresh_ServerThatDripsOrIsSilent_SlowRetrieval(string path, TufServing serving)
    {
        _server.Serving[path] = serving;
        // What is honest must come within the window too, on a busy machine; the server drips 50 bytes a second.
        RetrievalLimits limits = new() { RateWindow = TimeSpan.FromSeconds(1.5), MinimumBytesPerSecond = 500 };
        TufClient client = new(new HttpRepositoryFiles(_http, new Uri(_server.Address, "metadata")), Trusted(), _repository.InitialRoot, TimeProvider.System, null, limits);
        Assert.Equal(TufFault.SlowRetrieval, (await Assert.ThrowsAsync<TufRefusedException>(() => client.RefreshAsync(default))).Fault);
        _server.Serving.Clear();
        await OverHttp().RefreshAsync(default);
    }

    [Fact]
    public async Task Refresh_EndlessTimestampOverHttp_EndlessDataAfterLittle()
    {
        _server.Serving["metadata/timestamp.json"] = TufServing.Endless;
        Assert.Equal(TufFault.EndlessData, (await Assert.ThrowsAsync<TufRefusedException>(() => OverHttp().RefreshAsync(default))).Fault);
    }

    [Theory]
    [InlineData(TufServing.Broken)]
    [InlineData(TufServing.Cut)]
    public async Task Refresh_ServerInTrouble_UnavailableAndGoesOnLater(TufServing serving)
    {
        _server.Serving["metadata/2.targets.json"] = serving;
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => OverHttp().RefreshAsync(default));
        _server.Serving.Clear();
        await OverHttp().RefreshAsync(default);
    }

    [Fact]
    public async Task Refresh_NobodyListens_Unavailable()
    {
        TufReleaseSource source = TufReleaseSource.OverHttp(_http, new Uri("http://127.0.0.1:1/"), Trusted(), _repository.InitialRoot, Downloader(), TimeProvider.System);
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.RefreshAsync(default));
    }

    [Fact]
    public async Task Download_TargetThatMetadataNoLongerNames_UnknownTarget()
    {
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        _repository.Targets = _repository.Targets with { Targets = new Dictionary<string, TufTargetFile>() };
        _repository.Publish();
        await source.RefreshAsync(default);
        Assert.Equal(TufFault.UnknownTarget, (await Assert.ThrowsAsync<TufRefusedException>(() => source.DownloadAsync(target, Target, null, default))).Fault);
    }

    [Fact]
    public async Task Download_TargetThatMetadataNowNamesWithAnotherContent_UnknownTarget()
    {
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        ReleaseTarget target = (await source.FindAsync("models/a b.pack", default))!;
        _repository.AddTarget("models/a b.pack", "another"u8.ToArray(), Description);
        _repository.Publish();
        await source.RefreshAsync(default);
        Assert.Equal(TufFault.UnknownTarget, (await Assert.ThrowsAsync<TufRefusedException>(() => source.DownloadAsync(target, Target, null, default))).Fault);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Find_BeforeOrAfterAFailedRefresh_Unavailable()
    {
        TufReleaseSource source = OverHttp();
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.FindAsync("models/a b.pack", default));
        await source.RefreshAsync(default);
        _server.Serving["metadata/timestamp.json"] = TufServing.Broken;
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.RefreshAsync(default));
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => source.FindAsync("models/a b.pack", default));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public async Task Find_NameThatLeadsElsewhere_UnsuitableTarget(string name)
    {
        _repository.AddTarget(name, "x"u8.ToArray());
        _repository.Publish();
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        Assert.Equal(TufFault.UnsuitableTarget, (await Assert.ThrowsAsync<TufRefusedException>(() => source.FindAsync(name, default))).Fault);
    }

    [Fact]
    public async Task Find_TargetWithoutSha256_UnsuitableTarget()
    {
        _repository.Targets = _repository.Targets with
        {
            Targets = new Dictionary<string, TufTargetFile> { ["x"] = new(1, new Dictionary<string, string> { ["sha512"] = new string('a', 128) }) },
        };
        _repository.Publish();
        TufReleaseSource source = OverHttp();
        await source.RefreshAsync(default);
        Assert.Equal(TufFault.UnsuitableTarget, (await Assert.ThrowsAsync<TufRefusedException>(() => source.FindAsync("x", default))).Fault);
    }

    private TufReleaseSource OverHttp() => TufReleaseSource.OverHttp(_http, _server.Address, Trusted(), _repository.InitialRoot, Downloader(), TimeProvider.System);

    private TufReleaseSource Carried()
    {
        string stick = Path.Combine(_folder, "stick");
        _repository.WriteTo(stick);
        return TufReleaseSource.InFolder(stick, Trusted(), _repository.InitialRoot, Downloader(), TimeProvider.System);
    }

    private TrustedFolder Trusted() => new(Path.Combine(_folder, "trusted"));

    private static BoundedDownloader Downloader() =>
        new(new DownloadLimits { Attempts = 1, ReserveBytes = 0 }, new BandwidthLimit(null, TimeProvider.System), TimeProvider.System);
}
