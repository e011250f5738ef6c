using Edge.Agent.Updates;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates;

/// <summary>What a start makes of what the last one left.</summary>
public sealed class UpdateRecoveryTests : IDisposable
{
    private readonly UpdateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task State_ThatThisAgentDoesNotKnow_GoesBackBeforeAnythingIsLoaded()
    {
        (ReleaseTarget active, UpdateTransaction trial) = await OnTrialAsync();
        new UpdateJournal(_rig.Folders).Write(trial with { State = "quantumCheck" });

        _rig.Recover();

        Assert.Equal(active.Sha256, _rig.Slot().Current.Sha256);
        UpdateStatus status = await _rig.LiveAsync(null, "", now => now.Updates[ReleaseKind.Model].Outcome == UpdateOutcome.RolledBack);
        Assert.Equal("unknownState", status.Updates[ReleaseKind.Model].Fault);
        Assert.Contains("quantumCheck", status.Updates[ReleaseKind.Model].Reason, StringComparison.Ordinal);
        Assert.Equal([active.Sha256], _rig.Stored);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"state\":\"probation\"}")]
    public async Task Record_ThatCannotBeRead_EndsTheTrial(string damaged)
    {
        (ReleaseTarget active, _) = await OnTrialAsync();
        File.WriteAllText(_rig.Folders.Transaction, damaged);
        _rig.Recover();
        Assert.Equal(active.Sha256, _rig.Slot().Current.Sha256);
        Assert.False(_rig.Slot().IsOnTrial);
        Assert.False(File.Exists(_rig.Folders.Transaction));
    }

    [Fact]
    public async Task Record_Lost_EndsTheTrial()
    {
        (ReleaseTarget active, _) = await OnTrialAsync();
        File.Delete(_rig.Folders.Transaction);
        _rig.Recover();
        Assert.Equal(active.Sha256, _rig.Slot().Current.Sha256);
    }

    [Fact]
    public async Task Candidate_ThatEndsTheAgentAgainAndAgain_GoesBack()
    {
        (ReleaseTarget active, _) = await OnTrialAsync();
        for (int start = 0; start < UpdateTransitions.MaximumStartsAfterSwitch; start++)
        {
            _rig.Recover();
            Assert.Equal("2", _rig.Slot().Current.Version);
        }

        _rig.Recover();
        Assert.Equal(active.Sha256, _rig.Slot().Current.Sha256);
        Assert.Equal("loop", _rig.InProgress?.Fault);
        // For good: neither this rollout nor a restart tries it again.
        UpdateStatus status = await _rig.LiveAsync(null, "", now => now.Updates[ReleaseKind.Model].Outcome == UpdateOutcome.RolledBack);
        Assert.Equal("loop", status.Updates[ReleaseKind.Model].Fault);
        _rig.Model.Calls.Clear();
        await _rig.WantAsync(ReleaseKind.Model, "model/2");
        Assert.DoesNotContain("selfTest", _rig.Model.Calls);
    }

    [Fact]
    public async Task Active_DamagedOnDisk_ThePreviousTakesItsPlace()
    {
        ReleaseTarget first = await _rig.CommitAsync("model/1", 1), second = await _rig.CommitAsync("model/2", 2);
        await File.AppendAllTextAsync(new ReleaseStore(_rig.Folders).Find(ReleaseKind.Model, second.Sha256)!, "bit rot");
        _rig.Recover();
        Assert.Equal(first.Sha256, _rig.Slot().Current.Sha256);
    }

    [Fact]
    public async Task ActiveAndPrevious_DamagedOnDisk_TheFactoryTakesTheirPlace()
    {
        ReleaseTarget first = await _rig.CommitAsync("model/1", 1), second = await _rig.CommitAsync("model/2", 2);
        File.Delete(new ReleaseStore(_rig.Folders).Find(ReleaseKind.Model, first.Sha256)!);
        await File.AppendAllTextAsync(new ReleaseStore(_rig.Folders).Find(ReleaseKind.Model, second.Sha256)!, "bit rot");
        _rig.Recover();
        Assert.True(_rig.Slot().IsFactory);
    }

    [Fact]
    public void Slot_ThatNamesNoHash_IsEmpty()
    {
        File.WriteAllText(_rig.Folders.Slot(ReleaseKind.Model), """{"current":{"target":"x","name":"x","version":"1","counter":1,"sha256":"../../etc"}}""");
        Assert.True(_rig.Slot().IsFactory);
    }

    [Fact]
    public void NothingEver_MakesNothing()
    {
        string empty = Directory.CreateTempSubdirectory("edge-none-").FullName;
        try
        {
            new UpdateRecovery(new UpdateFolders(empty), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Run();
            Assert.Empty(Directory.GetFileSystemEntries(empty));
        }
        finally
        {
            Directory.Delete(empty, recursive: true);
        }
    }

    /// <summary>A device with 1 committed and 2 in its probation, as the power would leave it.</summary>
    private async Task<(ReleaseTarget Active, UpdateTransaction Trial)> OnTrialAsync()
    {
        ReleaseTarget active = await _rig.CommitAsync("model/1", 1);
        _rig.Shelf.Put("model/2", ReleaseKind.Model, "two"u8.ToArray(), counter: 2);
        UpdatePolicy usual = _rig.Policy;
        _rig.Policy = usual with { Probation = TimeSpan.FromHours(1) };
        await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/2" }, "r1", now => now.Updates[ReleaseKind.Model].Phase == UpdatePhase.Probation);
        _rig.Policy = usual;
        Assert.True(_rig.Slot().IsOnTrial);
        return (active, _rig.InProgress!);
    }
}
