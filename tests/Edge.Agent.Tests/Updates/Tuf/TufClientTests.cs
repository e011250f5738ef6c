using Edge.Agent.Updates;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>The client's way through a repository: what it asks for, stores, and survives.</summary>
public sealed class TufClientTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTimeProvider _time = new(Now);
    private readonly TufRepository _repository = new(Now);
    private readonly RepositoryInMemory _files;
    private readonly TrustedInMemory _stored = new();

    public TufClientTests() => _files = new RepositoryInMemory(_repository);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Refresh_FirstTime_AsksInOrderAndStoresWhatCame()
    {
        await Client().RefreshAsync(default);
        Assert.Equal(["2.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json"], _files.Asked);
        Assert.Equal(_repository.InitialRoot, _stored.Files["root"]);
        Assert.Equal(_repository.Metadata["timestamp.json"], _stored.Files["timestamp"]);
        Assert.Equal(_repository.Metadata["1.snapshot.json"], _stored.Files["snapshot"]);
        Assert.Equal(_repository.Metadata["1.targets.json"], _stored.Files["targets"]);
    }

    [Fact]
    public async Task Refresh_NothingNew_AsksOnlyForRootAndTimestamp()
    {
        await Client().RefreshAsync(default);
        _files.Asked.Clear();
        await Client().RefreshAsync(default);
        Assert.Equal(["2.root.json", "timestamp.json"], _files.Asked);
    }

    [Fact]
    public async Task Refresh_WithoutAnyRoot_NoTrustedRoot() =>
        Assert.Equal(TufFault.NoTrustedRoot, await FaultAsync(() => new TufClient(_files, _stored, null, _time).RefreshAsync(default)));

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public async Task Refresh_StoredFileDamaged_RecoversToTheNewest(string role)
    {
        await Client().RefreshAsync(default);
        _repository.PublishRoot();
        _repository.Publish();
        _stored.Files[role] = [.. _stored.Files[role].AsSpan(0, 40)];
        await Client().RefreshAsync(default);
        Assert.Equal((2, 2, 2, 2), Versions());
    }

    [Fact]
    public async Task Refresh_Rollback_RefusesAndKeepsWhatItHad()
    {
        byte[] old = _repository.Metadata["timestamp.json"];
        _repository.Publish();
        await Client().RefreshAsync(default);
        _repository.Metadata["timestamp.json"] = old;
        Assert.Equal(TufFault.Rollback, await FaultAsync(() => Client().RefreshAsync(default)));
        Assert.Equal((1, 2, 2, 2), Versions());
        _repository.Publish();
        await Client().RefreshAsync(default);
        Assert.Equal((1, 3, 3, 3), Versions());
    }

    [Fact]
    public async Task Refresh_SnapshotMissing_KeepsTheTimestampAndGoesOnLater()
    {
        await Client().RefreshAsync(default);
        _repository.Publish();
        _repository.Metadata.Remove("2.snapshot.json", out byte[]? missing);
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => Client().RefreshAsync(default));
        Assert.Equal((1, 2, 1, 1), Versions());
        _repository.Metadata["2.snapshot.json"] = missing!;
        // The timestamp is no newer than the stored one, and what it names is fetched all the same.
        await Client().RefreshAsync(default);
        Assert.Equal((1, 2, 2, 2), Versions());
    }

    [Theory]
    [InlineData("2.root.json")]
    [InlineData("timestamp.json")]
    [InlineData("2.snapshot.json")]
    [InlineData("2.targets.json")]
    [InlineData("1.team.json")]
    public async Task Refresh_EndlessFile_RefusedAfterWhatIsAllowedAndGoesOnLater(string name)
    {
        _repository.Delegate("team", "team/*");
        _repository.AddTarget("team/a", "a"u8.ToArray(), role: "team");
        _repository.Publish();
        EndlessStream endless = new();
        _files.Instead[name] = () => endless;
        Assert.Equal(TufFault.EndlessData, await FaultAsync(FindAsync));
        long allowed = name switch
        {
            "2.root.json" => TufLimits.Default.RootBytes,
            "timestamp.json" => TufLimits.Default.TimestampBytes,
            // The length that signed metadata names is the limit.
            _ => _repository.Metadata[name].Length,
        };
        Assert.InRange(endless.Given, allowed, allowed + 1);
        _files.Instead.Clear();
        await FindAsync();

        async Task FindAsync()
        {
            TufClient client = Client();
            await client.RefreshAsync(default);
            Assert.NotNull(await client.FindAsync("team/a", default));
        }
    }

    [Theory]
    [InlineData("2.root.json")]
    [InlineData("timestamp.json")]
    [InlineData("1.snapshot.json")]
    [InlineData("1.targets.json")]
    public async Task Refresh_OneByteASecond_SlowRetrievalAndGoesOnLater(string name)
    {
        EndlessStream slow = new(() => _time.Advance(TimeSpan.FromSeconds(1)), bytesPerRead: 1);
        _files.Instead[name] = () => slow;
        Assert.Equal(TufFault.SlowRetrieval, await FaultAsync(() => Client().RefreshAsync(default)));
        // Half a minute with the defaults, not the hours that the whole file would take.
        Assert.InRange(slow.Given, 1, 31);
        _files.Instead.Clear();
        await Client().RefreshAsync(default);
        Assert.Equal((1, 1, 1, 1), Versions());
    }

    [Fact]
    public async Task Refresh_JustFastEnoughForEver_SlowRetrieval()
    {
        // Always within the rate, and still at an end: one file has its longest time.
        EndlessStream steady = new(() => _time.Advance(TimeSpan.FromSeconds(1)), bytesPerRead: 600);
        _files.Instead["2.root.json"] = () => steady;
        RetrievalLimits limits = new() { Longest = TimeSpan.FromMinutes(2) };
        Assert.Equal(TufFault.SlowRetrieval, await FaultAsync(() => new TufClient(_files, _stored, _repository.InitialRoot, _time, null, limits).RefreshAsync(default)));
        Assert.InRange(steady.Given, 600, 121 * 600);
    }

    [Fact]
    public async Task Refresh_GivenUp_IsCancelledNotRefused()
    {
        using CancellationTokenSource stop = new();
        _files.Instead["timestamp.json"] = () => new EndlessStream(stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().RefreshAsync(stop.Token));
    }

    [Fact]
    public async Task Refresh_ManyNewRoots_AtMostTheLimitAtOnceAndTheRestNextTime()
    {
        for (int i = 0; i < 7; i++)
            _repository.PublishRoot();
        TufLimits limits = new() { NewRoots = 5 };
        await new TufClient(_files, _stored, _repository.InitialRoot, _time, limits).RefreshAsync(default);
        Assert.Equal(6, Versions().Root);
        await new TufClient(_files, _stored, _repository.InitialRoot, _time, limits).RefreshAsync(default);
        Assert.Equal(8, Versions().Root);
    }

    [Fact]
    public async Task Refresh_FastForwardedByAThiefOfOnlineKeys_RecoversByRotation()
    {
        await Client().RefreshAsync(default);
        _repository.Timestamp = _repository.Timestamp with { Head = TufHead.Of(1_000_000, Now) };
        _repository.Snapshot = _repository.Snapshot with { Head = TufHead.Of(1_000_000, Now) };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        await Client().RefreshAsync(default);
        Assert.Equal((1, 1_000_001, 1_000_001, 1), Versions());

        _repository.Timestamp = _repository.Timestamp with { Head = TufHead.Of(1, Now) };
        _repository.Snapshot = _repository.Snapshot with { Head = TufHead.Of(1, Now) };
        _repository.Rotate("timestamp");
        _repository.Rotate("snapshot");
        _repository.PublishRoot();
        _repository.Publish();
        await Client().RefreshAsync(default);
        Assert.Equal((2, 2, 2, 2), Versions());
    }

    [Fact]
    public async Task Refresh_PowerCutAtEachStep_NextOneReachesTheNewest()
    {
        // A thief of the snapshot key has made the device believe in endless snapshots; the timestamp that names them is signed by a key that stays.
        // The repository takes the snapshot key away (and changes its root key): unless that timestamp is forgotten, the device is stuck for good.
        _repository.Snapshot = _repository.Snapshot with { Head = TufHead.Of(1000, Now) };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        await Client().RefreshAsync(default);
        Dictionary<string, byte[]> before = new(_stored.Files);
        _repository.Snapshot = _repository.Snapshot with { Head = TufHead.Of(1, Now) };
        _repository.Rotate("root");
        _repository.PublishRoot();
        _repository.Rotate("snapshot");
        _repository.PublishRoot();
        _repository.AddTarget("a", "a"u8.ToArray());
        _repository.Publish();

        int cuts = 0;
        for (int step = 0; ; step++)
        {
            _stored.Files.Clear();
            foreach ((string role, byte[] file) in before)
                _stored.Files[role] = file;
            _stored.StepsLeft = step;
            bool cut = await Record.ExceptionAsync(() => Client().RefreshAsync(default)) is PowerCutException;
            _stored.StepsLeft = null;
            TufClient after = Client();
            await after.RefreshAsync(default);
            Assert.NotNull(await after.FindAsync("a", default));
            Assert.Equal((3, 3, 2, 2), Versions());
            if (!cut)
                break;
            cuts++;
        }

        // Two roots, two deletions, timestamp, snapshot, targets: each just before and just after.
        Assert.Equal(14, cuts);
    }

    [Fact]
    public async Task Refresh_DiskRefuses_SaysSoAndGoesOnLater()
    {
        FailingFiles failing = new(_stored);
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => new TufClient(_files, failing, _repository.InitialRoot, _time).RefreshAsync(default));
        await Client().RefreshAsync(default);
        Assert.Equal((1, 1, 1, 1), Versions());
    }

    [Fact]
    public async Task Find_WithoutAFreshRefresh_Throws()
    {
        TufClient client = Client();
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.FindAsync("a", default));
        await client.RefreshAsync(default);
        Assert.Null(await client.FindAsync("a", default));
        _repository.Metadata.Remove("timestamp.json");
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => client.RefreshAsync(default));
        // What was fresh before is not taken for fresh now.
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.FindAsync("a", default));
    }

    private TufClient Client() => new(_files, _stored, _repository.InitialRoot, _time);

    private (long Root, long Timestamp, long Snapshot, long Targets) Versions() =>
        (Version("root"), Version("timestamp"), Version("snapshot"), Version("targets"));

    private long Version(string role) => TufSignedFile.Parse(_stored.Files[role], role).Signed.GetProperty("version").GetInt64();

    private static async Task<TufFault> FaultAsync(Func<Task> action) => (await Assert.ThrowsAsync<TufRefusedException>(action)).Fault;

    private sealed class FailingFiles(ITrustedFiles inner) : ITrustedFiles
    {
        public byte[]? Read(string role) => inner.Read(role);

        public void Write(string role, ReadOnlySpan<byte> metadata) => throw new IOException("No space left on device");

        public void Delete(string role) => throw new IOException("No space left on device");
    }
}
