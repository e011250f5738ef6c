using Edge.Agent.Updates;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Updates.Downloads;

/// <summary>Downloads over real HTTP from a server that is as bad as asked.</summary>
public sealed class BoundedDownloaderTests : IAsyncLifetime
{
    private const string Served = "targets/big.bin";
    private static readonly byte[] Whole = [.. Enumerable.Range(0, 300_000).Select(i => (byte)((i * 7) ^ (i >> 8)))];

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-download-").FullName;
    private readonly HttpClient _http = new();
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly TufServer _server;

    public BoundedDownloaderTests()
    {
        _server = new TufServer(_repository);
        _repository.Content["big.bin"] = Whole;
    }

    private string File => Path.Combine(_folder, "new", "big.bin");

    private string Part => File + ".part";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Download_FromAnHonestServer_IsThereAndNothingBesides()
    {
        var told = new Told();

        await DownloadAsync(progress: told);

        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
        Assert.Equal(Whole.Length, told.Last);
    }

    [Fact]
    public async Task Download_ThatIsThereAlready_AsksNobody()
    {
        await DownloadAsync();
        int before = _server.Requests.Count;

        await DownloadAsync();

        Assert.Equal(before, _server.Requests.Count);
    }

    [Fact]
    public async Task Download_OverALinkThatBreaksAgainAndAgain_IsCarriedOn()
    {
        _server.Serving[Served] = TufServing.Cut;
        // Half of what is left each time; half of a last byte would be nothing for ever.
        var told = new Told { At = bytes => _server.Serving[Served] = bytes > 299_000 ? TufServing.Honest : TufServing.Cut };

        await DownloadAsync(new DownloadLimits { RetryDelay = TimeSpan.Zero, Attempts = 12, ReserveBytes = 0 }, told);

        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
        long[] offsets = [.. _server.Requests.Select(request => request.Offset)];
        Assert.True(offsets.Length > 5, "the server cut the connection only a few times");
        Assert.Equal(offsets.Order(), offsets);
        Assert.Equal(offsets.Distinct(), offsets);
        // Nothing came twice.
        Assert.Equal(Whole.Length, _server.SentBytes);
    }

    [Fact]
    public async Task Download_AfterARestart_AsksOnlyForTheRest()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllBytesAsync(Part, Whole[..250_000]);

        await DownloadAsync();

        Assert.Equal(250_000, Assert.Single(_server.Requests).Offset);
        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(300_000)]
    public async Task Download_AfterAPowerCutThatSpoiledThePart_BeginsAnew(int length)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        byte[] spoiled = Whole[..length];
        spoiled.AsSpan(50_000, 4096).Clear();
        await System.IO.File.WriteAllBytesAsync(Part, spoiled);

        await DownloadAsync();

        Assert.Equal(0, _server.Requests.Last().Offset);
        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task Download_WithAPartLongerThanTheWhole_BeginsAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllBytesAsync(Part, new byte[Whole.Length + 1]);

        await DownloadAsync();

        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task Download_OfOtherContent_IsRefusedAndGone()
    {
        byte[] other = [.. Whole];
        other[123_456] ^= 1;
        _repository.Content["big.bin"] = other;

        await RefusedAsync(TufFault.WrongHash);
    }

    [Fact]
    public async Task Download_OfALongerFile_IsRefusedAsEndless()
    {
        _repository.Content["big.bin"] = [.. Whole, 0];

        await RefusedAsync(TufFault.EndlessData);
        Assert.True(_server.SentBytes <= Whole.Length + 1);
    }

    [Fact]
    public async Task Download_FromAServerThatNeverEnds_StopsAtTheSignedSize()
    {
        _server.Serving[Served] = TufServing.Endless;

        await RefusedAsync(TufFault.EndlessData);
    }

    [Theory]
    [InlineData(TufServing.Dripping)]
    [InlineData(TufServing.Silent)]
    public async Task Download_FromASlowServer_IsRefusedAndKeepsWhatCame(TufServing serving)
    {
        _server.Serving[Served] = serving;
        var limits = new DownloadLimits { MinimumBytesPerSecond = 100_000, RateWindow = TimeSpan.FromMilliseconds(400), Attempts = 2, RetryDelay = TimeSpan.Zero, ReserveBytes = 0 };

        TufRefusedException refused = await Assert.ThrowsAsync<TufRefusedException>(() => DownloadAsync(limits));

        Assert.Equal(TufFault.SlowRetrieval, refused.Fault);
        Assert.False(System.IO.File.Exists(File));
        // The next time, over a better link, it goes on from there.
        _server.Serving[Served] = TufServing.Honest;
        await DownloadAsync();
        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
    }

    [Fact]
    public async Task Download_FromABrokenServer_IsTriedAndGivenUpForNow()
    {
        _server.Serving[Served] = TufServing.Broken;

        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => DownloadAsync());

        Assert.Equal(3, _server.Requests.Count);
    }

    [Fact]
    public async Task Download_OntoAFullDisk_IsNotBegun()
    {
        ReleaseUnavailableException refused = await Assert.ThrowsAsync<ReleaseUnavailableException>(
            () => DownloadAsync(new DownloadLimits { Attempts = 1, ReserveBytes = long.MaxValue / 2 }));

        Assert.Contains("free", refused.Message);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Download_Cancelled_KeepsWhatCame()
    {
        _server.Serving[Served] = TufServing.Dripping;
        using var cancellation = new CancellationTokenSource();
        var told = new Told { At = _ => cancellation.Cancel() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(progress: told, cancellation: cancellation.Token));

        Assert.True(new FileInfo(Part).Length > 0);
    }

    [Fact]
    public async Task Download_FromASourceThatCannotBeginInTheMiddle_BeginsAnew()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await System.IO.File.WriteAllBytesAsync(Part, Whole[..250_000]);

        await Downloader().DownloadAsync(new FromTheStart(Whole), "big.bin", Target(), File, null, CancellationToken.None);

        Assert.Equal(Whole, await System.IO.File.ReadAllBytesAsync(File));
    }

    private static ReleaseTarget Target() => new("big.bin", Whole.Length, TufHashes.Sha256Of(Whole)[TufHashes.Sha256], null);

    private static BoundedDownloader Downloader(DownloadLimits? limits = null) => new(
        limits ?? new DownloadLimits { Attempts = 3, RetryDelay = TimeSpan.Zero, ReserveBytes = 0 }, new BandwidthLimit(null, TimeProvider.System), TimeProvider.System);

    private async Task RefusedAsync(TufFault fault)
    {
        TufRefusedException refused = await Assert.ThrowsAsync<TufRefusedException>(() => DownloadAsync());
        Assert.Equal(fault, refused.Fault);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File)!));
    }

    private Task DownloadAsync(DownloadLimits? limits = null, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Downloader(limits).DownloadAsync(new HttpRepositoryFiles(_http, new Uri(_server.Address, "targets")), "big.bin", Target(), File, progress, cancellation);

    private sealed class Told : IProgress<long>
    {
        public long Last { get; private set; }

        public Action<long>? At { get; init; }

        public void Report(long value)
        {
            Last = value;
            At?.Invoke(value);
        }
    }

    private sealed class FromTheStart(byte[] whole) : IRepositoryFiles
    {
        public Task<RepositoryFile?> OpenAsync(string path, long offset, CancellationToken cancellation) =>
            Task.FromResult<RepositoryFile?>(new RepositoryFile(new MemoryStream(whole), 0));
    }
}
