using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing;
using Edge.Testing.Releases;

namespace Edge.Contracts.Tests.Updates.Publishing;

public sealed class RepositoryUpdateTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly OnlineSigner _online = new(TufSigner.Create(), TufSigner.Create(), TimeSpan.FromDays(14), TimeSpan.FromHours(24));
    private readonly TestReleaser _releaser;

    public RepositoryUpdateTests() => _releaser = new TestReleaser(_online.Public, _time);

    private DateTimeOffset Now => _time.GetUtcNow();

    public void Dispose()
    {
        _releaser.Dispose();
        _online.Snapshot.Dispose();
        _online.Timestamp.Dispose();
    }

    [Fact]
    public void Apply_FirstUpload_MakesWhatADeviceTakes()
    {
        ReleaseTarget target = _releaser.Add("models/a-1.0.0.pack", [1, 2, 3]);

        RepositoryContents contents = Apply(null, _releaser.Everything());

        TrustedMetadata device = Device(contents, _releaser.Roots[0]);
        Assert.Equal(target.Sha256, device.Targets!.Targets["models/a-1.0.0.pack"].Hashes["sha256"]);
        Assert.Equal((1, 1, 1, 1), (contents.ReadState().Root, contents.ReadState().Targets, contents.ReadState().Snapshot, contents.ReadState().Timestamp));
    }

    [Fact]
    public void Apply_TheSameAgain_ChangesNothing()
    {
        MetadataUpload upload = _releaser.Everything();
        RepositoryContents first = Apply(null, upload);

        Assert.Same(first, Apply(first, new MetadataUpload([], upload.Targets)));
    }

    [Fact]
    public void Apply_NewerTargets_AreTakenByADeviceThatHasTheOlder()
    {
        RepositoryContents first = Apply(null, _releaser.Everything());
        _releaser.Add("models/b-1.0.0.pack", [4]);

        RepositoryContents second = Apply(first, new MetadataUpload([], _releaser.SignTargets()));

        TrustedMetadata device = Begin(_releaser.Roots[0], second);
        device.RecallTimestamp(first.Timestamp!);
        device.UpdateTimestamp(second.Timestamp!);
        device.RecallSnapshot(first.Snapshot!);
        device.UpdateSnapshot(second.Snapshot!);
        device.UpdateTargets(second.Targets!);
        Assert.True(device.Targets!.Targets.ContainsKey("models/b-1.0.0.pack"));
    }

    [Fact]
    public void Apply_OlderTargets_AreARollback()
    {
        byte[] older = _releaser.SignTargets();
        RepositoryContents served = Apply(null, new MetadataUpload(_releaser.Roots, _releaser.SignTargets()));

        Refused(TufFault.Rollback, () => Apply(served, new MetadataUpload([], older)));
    }

    [Fact]
    public void Apply_OtherTargetsOfTheSameVersion_AreRefused()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        _releaser.Add("models/b-1.0.0.pack", [4]);
        _releaser.TargetsVersion--;

        Refused(TufFault.Rollback, () => Apply(served, new MetadataUpload([], _releaser.SignTargets())));
    }

    [Fact]
    public void Apply_TargetsSignedByAStranger_AreRefused()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        _releaser.TargetsKey = TufSigner.Create();

        Refused(TufFault.ThresholdNotMet, () => Apply(served, new MetadataUpload([], _releaser.SignTargets())));
    }

    [Fact]
    public void Apply_TargetsSignedByTheCloudsOwnKey_AreRefused()
    {
        // Who steals the cloud can make no release.
        RepositoryContents served = Apply(null, _releaser.Everything());
        _releaser.TargetsKey = _online.Snapshot;

        Refused(TufFault.ThresholdNotMet, () => Apply(served, new MetadataUpload([], _releaser.SignTargets())));
    }

    [Fact]
    public void Apply_ExpiredTargets_AreRefused() =>
        Refused(TufFault.Expired, () => Apply(null, new MetadataUpload(_releaser.Roots, _releaser.SignTargets(days: -1))));

    [Fact]
    public void Apply_RootThatNamesOtherOnlineKeys_SaysWhatToDo()
    {
        using var stranger = new TestReleaser(new OnlineKeys(TufSigner.Create().Public.Json, TufSigner.Create().Public.Json), _time);

        Assert.Contains("rotate --role online", Refused(TufFault.ThresholdNotMet, () => Apply(null, stranger.Everything())).Message);
    }

    [Fact]
    public void Apply_RootOfAnotherRepository_IsRefused()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        using var other = new TestReleaser(_online.Public, _time);
        other.SignRoot(root => root);

        Refused(TufFault.ThresholdNotMet, () => Apply(served, new MetadataUpload([other.Roots[1]], null)));
    }

    [Fact]
    public void Apply_RootThatSkipsAVersion_IsRefused()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        _releaser.SignRoot(root => root);

        Refused(TufFault.RootVersion, () => Apply(served, new MetadataUpload([_releaser.SignRoot(root => root)], null)));
    }

    [Fact]
    public void Apply_FirstUploadThatBeginsLate_IsRefused()
    {
        _releaser.SignRoot(root => root);

        Refused(TufFault.RootVersion, () => Apply(null, new MetadataUpload([_releaser.Roots[1]], _releaser.SignTargets())));
    }

    [Fact]
    public void Apply_RotatedTargetsKey_NeedsTargetsSignedByTheNewOne()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        TufSigner renewed = TufSigner.Create();
        byte[] root = _releaser.SignRoot(old => WithRole(old, TufRoleName.Targets, renewed.Public));

        Refused(TufFault.ThresholdNotMet, () => Apply(served, new MetadataUpload([root], null)));

        _releaser.TargetsKey = renewed;
        RepositoryContents next = Apply(served, new MetadataUpload([root], _releaser.SignTargets()));
        Assert.Equal(2, Device(next, _releaser.Roots[0]).Root.Head.Version);
    }

    [Fact]
    public void Apply_RotatedOnlineKeys_GoOnWithHigherVersions()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());
        OnlineSigner renewed = _online with { Timestamp = TufSigner.Create(), Snapshot = TufSigner.Create() };
        byte[] root = _releaser.SignRoot(old => WithRole(WithRole(old, TufRoleName.Timestamp, renewed.Timestamp.Public), TufRoleName.Snapshot, renewed.Snapshot.Public));

        RepositoryContents next = RepositoryUpdate.Apply(served, new MetadataUpload([root], null), renewed, Now);

        Assert.Equal(2, Device(next, _releaser.Roots[0]).Timestamp!.Head.Version);
    }

    [Theory]
    [InlineData("../outside.pack")]
    [InlineData("models//a")]
    [InlineData("models/.hidden")]
    [InlineData("models/a b")]
    public void Apply_TargetWhoseNameLeadsElsewhere_IsRefused(string path)
    {
        _releaser.Add(path, [1]);

        Refused(TufFault.UnsuitableTarget, () => Apply(null, _releaser.Everything()));
    }

    [Fact]
    public void Apply_DeltaThatIsNoTarget_IsRefused()
    {
        _releaser.Add("models/a-1.0.0.pack", [1], deltas: [new DeltaDescription(new string('a', 64), "deltas/none.vcdiff", DeltaDescription.Vcdiff)]);

        Refused(TufFault.UnsuitableTarget, () => Apply(null, _releaser.Everything()));
    }

    [Fact]
    public void Renew_AtHalfOfATimestampsLife_KeepsItFromExpiring()
    {
        RepositoryContents contents = Apply(null, _releaser.Everything());
        for (int halfDay = 0; halfDay < 60; halfDay++)
        {
            Assert.False(RepositoryUpdate.IsRenewalDue(contents, _online, Now));
            _time.Advance(TimeSpan.FromHours(12));
            Assert.True(RepositoryUpdate.IsRenewalDue(contents, _online, Now));
            contents = RepositoryUpdate.Renew(contents, _online, Now);
            _ = Device(contents, _releaser.Roots[0]);
        }

        RepositoryState state = contents.ReadState();
        Assert.Equal((1, 61), (state.Targets, state.Timestamp));
        // 30 days, a new snapshot every 7.
        Assert.Equal(5, state.Snapshot);
    }

    [Fact]
    public void Renew_WhenTargetsHaveExpired_SaysSo()
    {
        RepositoryContents contents = Apply(null, _releaser.Everything());
        _time.Advance(TimeSpan.FromDays(181));

        Refused(TufFault.Expired, () => RepositoryUpdate.Renew(contents, _online, Now));
    }

    [Fact]
    public void Carry_ForAJourney_IsGoodOnItsLastDayAndServedVersionsGoOn()
    {
        RepositoryContents served = Apply(null, _releaser.Everything());

        RepositoryContents carried = RepositoryUpdate.Carry(served, _online, Now, Now.AddDays(30));
        RepositoryContents next = RepositoryUpdate.Renew(carried, _online, Now);

        Assert.True(next.ReadState().Timestamp > carried.ReadState().Timestamp);
        TrustedMetadata online = Begin(_releaser.Roots[0], next);
        online.RecallTimestamp(carried.Timestamp!);
        Assert.True(online.UpdateTimestamp(next.Timestamp!), "a device that was updated from the stick takes what is served next");
        _time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        _ = Device(carried, _releaser.Roots[0]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Refused(TufFault.Expired, () => Device(carried, _releaser.Roots[0]));
    }

    private static TufRefusedException Refused(TufFault fault, Action work)
    {
        TufRefusedException refused = Assert.Throws<TufRefusedException>(work);
        Assert.True(fault == refused.Fault, $"{refused.Fault}: {refused.Message}");
        return refused;
    }

    private static TufRoot WithRole(TufRoot root, string role, TufKey key) => root with
    {
        Keys = root.Keys.Values.Append(key).ToDictionary(one => one.Id),
        Roles = new Dictionary<string, TufRole>(root.Roles) { [role] = new([key.Id], 1) },
    };

    private RepositoryContents Apply(RepositoryContents? current, MetadataUpload upload) => RepositoryUpdate.Apply(current, upload, _online, Now);

    private TrustedMetadata Begin(byte[] firstRoot, RepositoryContents contents)
    {
        var device = new TrustedMetadata(firstRoot, Now);
        foreach (byte[] root in _releaser.Roots.Skip((int)device.Root.Head.Version).Take((int)(contents.ReadState().Root - device.Root.Head.Version)))
            device.UpdateRoot(root);
        device.CompleteRoot();
        return device;
    }

    private TrustedMetadata Device(RepositoryContents contents, byte[] firstRoot)
    {
        TrustedMetadata device = Begin(firstRoot, contents);
        device.UpdateTimestamp(contents.Timestamp!);
        device.UpdateSnapshot(contents.Snapshot!);
        device.UpdateTargets(contents.Targets!);
        return device;
    }
}
