using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using static Edge.Contracts.Tests.Updates.Tuf.TufWalk;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>What the workflow asks for besides the attacks of <see cref="TufAttackTests"/>: delegations, the order of the steps, what is stored.</summary>
public sealed class TufWorkflowTests : IDisposable
{
    private readonly TufRepository _repository = new(Now);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Delegation_RoleNotInSnapshotOrNotSignedForThisDelegator_Refused()
    {
        TufDelegation team = _repository.Delegate("team", "team/*");
        TufDelegation stranger = _repository.Delegate("stranger", "other/*");
        _repository.Publish();
        TrustedMetadata trusted = Start(_repository).All(_repository);
        TufDelegation known = trusted.Targets!.Delegations.Single(delegation => delegation.Name == team.Name);
        trusted.UpdateDelegatedTargets(_repository.Metadata["1.team.json"], known, "targets");
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.UpdateDelegatedTargets(_repository.Metadata["1.team.json"], known with { Name = "stranger" }, "targets")));
        Assert.Equal(TufFault.NotInSnapshot, Fault(() => trusted.MetaOf("nobody")));
        Assert.False(stranger.Covers("team/a"));
    }

    [Fact]
    public void Delegation_ToATopLevelRole_Malformed()
    {
        _repository.Delegate("root", "*");
        _repository.PublishTargets();
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        Assert.Equal(TufFault.Malformed, Fault(() => Start(_repository).All(_repository)));
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("0.9.1")]
    public void Specification_OtherMajorVersion_UnsupportedSpecification(string version)
    {
        _repository.Timestamp = _repository.Timestamp with { Head = new TufHead(version, 2, _repository.Expires) };
        byte[] file = TufDocument.Sign(_repository.Timestamp.ToSigned(), _repository.Signers["timestamp"]);
        Assert.Equal(TufFault.UnsupportedSpecification, Fault(() => Start(_repository).Roots(_repository).UpdateTimestamp(file)));
    }

    [Fact]
    public void Order_StepsSkipped_WrongOrder()
    {
        TrustedMetadata trusted = Start(_repository);
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.UpdateTimestamp(_repository.Metadata["timestamp.json"])));
        trusted.CompleteRoot();
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.UpdateRoot(_repository.Metadata["1.root.json"])));
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.UpdateSnapshot(_repository.Metadata["1.snapshot.json"])));
        trusted.Timestamp(_repository);
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.UpdateTargets(_repository.Metadata["1.targets.json"])));
    }

    [Fact]
    public void Timestamp_SameVersionWithOtherContent_TheTrustedOneStays()
    {
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        trusted.RecallTimestamp(_repository.Metadata["timestamp.json"]);
        _repository.Timestamp = _repository.Timestamp with { Head = TufHead.Of(0, _repository.Expires), Snapshot = new TufMetaFile(100) };
        _repository.PublishTimestamp();
        Assert.False(trusted.UpdateTimestamp(_repository.Metadata["timestamp.json"]));
        Assert.Equal(1, trusted.Timestamp!.Snapshot.Version);
    }

    [Fact]
    public void RecallSnapshot_RightVersionWithAnotherHash_IsFetchedAgain()
    {
        byte[] stored = [.. _repository.Metadata["1.snapshot.json"], (byte)' '];
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        trusted.RecallSnapshot(stored);
        Assert.False(trusted.IsSnapshotCurrent);
        Assert.Equal(TufFault.WrongOrder, Fault(() => trusted.Targets(_repository)));
        trusted.Snapshot(_repository).Targets(_repository);
    }
}
