using System.Text;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using static Edge.Contracts.Tests.Updates.Tuf.TufWalk;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>
/// The attacks of TUF (1.5.2 and section 5), each refused by its own name, with what was trusted before still trusted.
/// What needs a network (endless data, slow retrieval) is in the agent's tests.
/// </summary>
public sealed class TufAttackTests : IDisposable
{
    private readonly TufRepository _repository = new(Now);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Workflow_HonestRepository_IsTrustedAndGivesTheTarget()
    {
        _repository.AddTarget("models/a.pack", "content"u8.ToArray());
        _repository.Publish();
        TrustedMetadata trusted = Start(_repository).All(_repository);
        Assert.Equal(7, trusted.Targets!.Targets["models/a.pack"].Length);
        Assert.Equal((1, 2, 2, 2), (trusted.Root.Head.Version, trusted.Timestamp!.Head.Version, trusted.Snapshot!.Head.Version, trusted.Targets.Head.Version));
    }

    [Fact]
    public void ArbitrarySoftware_RootOfAnAttacker_ThresholdNotMet()
    {
        using var attacker = new TufRepository(Now);
        attacker.PublishRoot();
        TrustedMetadata trusted = Start(_repository);
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => trusted.UpdateRoot(attacker.Metadata["2.root.json"])));
        Assert.Equal(1, trusted.Root.Head.Version);
        trusted.All(_repository);
    }

    [Fact]
    public void ArbitrarySoftware_FirstRootNotSignedByItself_ThresholdNotMet()
    {
        byte[] file = TufDocument.Sign(_repository.Root.ToSigned(), _repository.NewSigner());
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => _ = new TrustedMetadata(file, Now)));
    }

    [Theory]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public void ArbitrarySoftware_RoleSignedByAnAttacker_ThresholdNotMet(string role)
    {
        _repository.Signers[role][0] = _repository.NewSigner();
        _repository.Publish();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).All(_repository)));
    }

    [Fact]
    public void WrongKey_TimestampSignedByTheSnapshotKey_ThresholdNotMet()
    {
        _repository.Signers["timestamp"][0] = _repository.Signers["snapshot"][0];
        _repository.Publish();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).All(_repository)));
    }

    [Fact]
    public void Threshold_OneOfTwoSignatures_ThresholdNotMet()
    {
        _repository.AddKey("targets", _repository.NewSigner());
        _repository.SetThreshold("targets", 2);
        _repository.PublishRoot();
        _repository.Publish();
        Start(_repository).All(_repository);

        _repository.Signers["targets"].RemoveAt(0);
        _repository.Publish();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).All(_repository)));
    }

    [Fact]
    public void Threshold_OneKeyListedTwiceWithAnUnknownField_CountsOnce()
    {
        // The same private key under a second id: another unknown field makes another id.
        JsonObject json = JsonNode.Parse(_repository.Signers["targets"][0].Public.Json.GetRawText())!.AsObject();
        json["x-note"] = "a second self";
        TufKey twin = TufKey.Of(System.Text.Json.JsonSerializer.SerializeToElement(json), "test");
        _repository.Root = _repository.Root with
        {
            Keys = new Dictionary<string, TufKey>(_repository.Root.Keys) { [twin.Id] = twin },
            Roles = new Dictionary<string, TufRole>(_repository.Root.Roles) { ["targets"] = new TufRole([.. _repository.Root.Roles["targets"].KeyIds, twin.Id], 2) },
        };
        _repository.PublishRoot();
        byte[] once = _repository.PublishTargets();
        byte[] twice = Edit(once, file => file["signatures"]!.AsArray().Add(new JsonObject { ["keyid"] = twin.Id, ["sig"] = file["signatures"]![0]!["sig"]!.GetValue<string>() }));
        _repository.Metadata[$"{_repository.Targets.Head.Version}.targets.json"] = twice;
        _repository.Snapshot = _repository.Snapshot with { Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = TufMetaFile.Of(_repository.Targets.Head.Version, twice) } };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).All(_repository)));
    }

    [Fact]
    public void Threshold_OneSignatureTwice_Malformed()
    {
        byte[] file = Edit(_repository.Metadata["timestamp.json"], json => json["signatures"]!.AsArray().Add(json["signatures"]![0]!.DeepClone()));
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        Assert.Equal(TufFault.Malformed, Fault(() => trusted.UpdateTimestamp(file)));
        Assert.Null(trusted.Timestamp);
    }

    [Fact]
    public void RootChain_NewRootNotSignedByTheOldOrNotByItself_ThresholdNotMet()
    {
        TufSigner old = _repository.Signers["root"][0];
        _repository.Rotate("root");
        TufSigner next = _repository.Signers["root"][1];
        _repository.Signers["root"].Remove(old);
        byte[] onlyNew = _repository.PublishRoot();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).UpdateRoot(onlyNew)));
        byte[] onlyOld = TufDocument.Sign(_repository.Root.ToSigned(), old);
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).UpdateRoot(onlyOld)));
        Start(_repository).UpdateRoot(TufDocument.Sign(_repository.Root.ToSigned(), old, next));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void RootChain_VersionOtherThanTheNext_RootVersion(int version)
    {
        byte[] file = TufDocument.Sign((_repository.Root with { Head = TufHead.Of(version, _repository.Expires) }).ToSigned(), _repository.Signers["root"]);
        TrustedMetadata trusted = Start(_repository);
        Assert.Equal(TufFault.RootVersion, Fault(() => trusted.UpdateRoot(file)));
        Assert.Equal(1, trusted.Root.Head.Version);
    }

    [Fact]
    public void Rollback_OlderTimestamp_Rollback()
    {
        byte[] old = _repository.Metadata["timestamp.json"];
        _repository.Publish();
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        trusted.RecallTimestamp(_repository.Metadata["timestamp.json"]);
        Assert.Equal(TufFault.Rollback, Fault(() => trusted.UpdateTimestamp(old)));
        Assert.Equal(2, trusted.Timestamp!.Head.Version);
    }

    [Fact]
    public void Rollback_NewTimestampWithAnOlderSnapshot_SnapshotRollback()
    {
        TufMetaFile first = _repository.Timestamp.Snapshot;
        _repository.Publish();
        byte[] seen = _repository.Metadata["timestamp.json"];
        _repository.Timestamp = _repository.Timestamp with { Snapshot = first };
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        trusted.RecallTimestamp(seen);
        Assert.Equal(TufFault.SnapshotRollback, Fault(() => trusted.Timestamp(_repository)));
    }

    [Fact]
    public void Rollback_NewSnapshotWithOlderTargets_Rollback()
    {
        TufMetaFile first = _repository.Snapshot.Meta["targets.json"];
        _repository.Publish();
        byte[] seen = _repository.Metadata["2.snapshot.json"];
        _repository.Snapshot = _repository.Snapshot with { Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = first } };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        trusted.RecallSnapshot(seen);
        Assert.Equal(TufFault.Rollback, Fault(() => trusted.Snapshot(_repository)));
        Assert.Equal(2, trusted.Snapshot!.Head.Version);
    }

    [Fact]
    public void Rollback_NewSnapshotWithoutARoleThatWasListed_TargetsRemoved()
    {
        _repository.Delegate("team", "team/*");
        _repository.Publish();
        byte[] seen = _repository.Metadata["2.snapshot.json"];
        _repository.Snapshot = _repository.Snapshot with { Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = _repository.Snapshot.Meta["targets.json"] } };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        trusted.RecallSnapshot(seen);
        Assert.Equal(TufFault.TargetsRemoved, Fault(() => trusted.Snapshot(_repository)));
    }

    [Theory]
    [InlineData("root")]
    [InlineData("timestamp")]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public void Freeze_ExpiredRole_Expired(string role)
    {
        DateTimeOffset valid = _repository.Expires;
        // At the very second of its expiry it has expired: "MUST be higher than the fixed update start time".
        _repository.Expires = role == "root" ? Now : valid;
        _repository.PublishRoot();
        _repository.Expires = role == "targets" ? Now : valid;
        _repository.PublishTargets();
        _repository.Expires = role == "snapshot" ? Now : valid;
        _repository.PublishSnapshot();
        _repository.Expires = role == "timestamp" ? Now : valid;
        _repository.PublishTimestamp();
        Assert.Equal(TufFault.Expired, Fault(() => Start(_repository).All(_repository)));
        Start(_repository, Now.AddSeconds(-1)).All(_repository);
    }

    [Fact]
    public void Freeze_ExpiredTimestamp_IsNotEvenTrustedForAMoment()
    {
        _repository.Expires = Now;
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        Assert.Equal(TufFault.Expired, Fault(() => trusted.Timestamp(_repository)));
        Assert.Null(trusted.Timestamp);
    }

    [Fact]
    public void Freeze_StoredTimestampServedForever_Expired()
    {
        byte[] frozen = _repository.Metadata["timestamp.json"];
        _repository.Expires = Now.AddDays(60);
        _repository.PublishRoot();
        TrustedMetadata trusted = Start(_repository, Now.AddDays(31)).Roots(_repository);
        // It may have been stored before; served again it is as old as it was.
        trusted.RecallTimestamp(frozen);
        Assert.Equal(TufFault.Expired, Fault(() => trusted.Timestamp(_repository)));
    }

    [Fact]
    public void MixAndMatch_SnapshotOfAnotherTime_WrongHash()
    {
        byte[] first = _repository.Metadata["1.snapshot.json"];
        _repository.Publish();
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        TufFault fault = Fault(() => trusted.UpdateSnapshot(first));
        Assert.True(fault is TufFault.WrongHash or TufFault.WrongLength, $"{fault}");
    }

    [Theory]
    [InlineData("snapshot")]
    [InlineData("targets")]
    public void MixAndMatch_OtherVersionWhereNoHashIsNamed_WrongVersion(string role)
    {
        // A repository that names versions only: the version still has to be the one.
        _repository.Publish();
        long version = role == "targets" ? 1 : 2;
        _repository.Snapshot = _repository.Snapshot with { Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = new(2) } };
        _repository.PublishSnapshot();
        _repository.Timestamp = _repository.Timestamp with { Snapshot = new TufMetaFile(3) };
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        if (role == "snapshot")
        {
            Assert.Equal(TufFault.WrongVersion, Fault(() => trusted.UpdateSnapshot(_repository.Metadata[$"{version}.snapshot.json"])));
            return;
        }

        trusted.Snapshot(_repository);
        Assert.Equal(TufFault.WrongVersion, Fault(() => trusted.UpdateTargets(_repository.Metadata[$"{version}.targets.json"])));
    }

    [Fact]
    public void MixAndMatch_TargetsOfTheSameVersionWithOtherContent_WrongHash()
    {
        // Signed by the right key, of the right version and length, but not the one of this snapshot: ECDSA gives another signature each time.
        byte[] honest = _repository.Metadata["1.targets.json"];
        byte[] other;
        do
            other = TufDocument.Sign(_repository.Targets.ToSigned(), _repository.Signers["targets"]);
        while (other.Length != honest.Length);
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository).Snapshot(_repository);
        Assert.Equal(TufFault.WrongHash, Fault(() => trusted.UpdateTargets(other)));
        Assert.Equal(TufFault.WrongLength, Fault(() => trusted.UpdateTargets((byte[])[.. honest, (byte)'\n'])));
        Assert.Null(trusted.Targets);
        trusted.UpdateTargets(honest);
    }

    [Fact]
    public void MixAndMatch_HashOfAFunctionThatNobodyKnows_ProtectsNothingAndIsRefused()
    {
        _repository.Timestamp = _repository.Timestamp with { Snapshot = new TufMetaFile(1, null, new Dictionary<string, string> { ["md5"] = "00" }) };
        _repository.PublishTimestamp();
        Assert.Equal(TufFault.WrongHash, Fault(() => Start(_repository).Roots(_repository).Timestamp(_repository).Snapshot(_repository)));
    }

    [Fact]
    public void FastForward_EndlessVersionsThenRotation_RecoversOnlyWithTheRotation()
    {
        _repository.Timestamp = _repository.Timestamp with { Head = TufHead.Of(long.MaxValue - 1, _repository.Expires) };
        byte[] attack = _repository.PublishTimestamp();
        _repository.Timestamp = _repository.Timestamp with { Head = TufHead.Of(1, _repository.Expires) };
        _repository.Publish();
        TrustedMetadata stuck = Start(_repository).Roots(_repository);
        stuck.RecallTimestamp(attack);
        Assert.Equal(TufFault.Rollback, Fault(() => stuck.Timestamp(_repository)));

        _repository.Rotate("timestamp");
        _repository.PublishRoot();
        _repository.Publish();
        TrustedMetadata recovered = Start(_repository);
        Assert.True(recovered.UpdateRoot(_repository.Metadata["2.root.json"]));
        recovered.CompleteRoot();
        // Even if the stored file were still there: its key is trusted no more.
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => recovered.RecallTimestamp(attack)));
        recovered.Timestamp(_repository).Snapshot(_repository).Targets(_repository);
    }

    [Fact]
    public void StolenOnlineKeys_NewTargetsWithoutTheTargetsKey_ThresholdNotMet()
    {
        // Whoever has the server's keys can sign timestamp and snapshot, and still offer no file of their own.
        _repository.Signers["targets"][0] = _repository.NewSigner();
        _repository.AddTarget("models/evil.pack", "evil"u8.ToArray());
        _repository.Publish();
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).All(_repository)));
    }

    [Fact]
    public void StolenOnlineKeys_OlderTargetsAgain_Rollback()
    {
        byte[] before = _repository.Metadata["1.targets.json"];
        _repository.Publish();
        byte[] seen = _repository.Metadata["2.snapshot.json"];
        _repository.Snapshot = _repository.Snapshot with { Meta = new Dictionary<string, TufMetaFile> { ["targets.json"] = TufMetaFile.Of(1, before) } };
        _repository.PublishSnapshot();
        _repository.PublishTimestamp();
        TrustedMetadata trusted = Start(_repository).Roots(_repository).Timestamp(_repository);
        trusted.RecallSnapshot(seen);
        Assert.Equal(TufFault.Rollback, Fault(() => trusted.Snapshot(_repository)));
    }

    [Fact]
    public void WrongType_SnapshotAsTimestamp_WrongType()
    {
        _repository.AddKey("timestamp", _repository.Signers["snapshot"][0]);
        _repository.PublishRoot();
        TrustedMetadata trusted = Start(_repository).Roots(_repository);
        Assert.Equal(TufFault.WrongType, Fault(() => trusted.UpdateTimestamp(_repository.Metadata["1.snapshot.json"])));
    }

    private static byte[] Edit(byte[] file, Action<JsonObject> edit)
    {
        JsonObject json = JsonNode.Parse(file)!.AsObject();
        edit(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
