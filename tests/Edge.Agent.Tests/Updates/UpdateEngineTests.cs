using Edge.Agent.Updates;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Tests.Updates;

/// <summary>The way of an update through the engine, with real files.</summary>
public sealed class UpdateEngineTests : IDisposable
{
    private readonly UpdateRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Model_Wanted_GoesThroughEveryPhaseAndStays()
    {
        ReleaseTarget target = _rig.Shelf.Put("model/1", ReleaseKind.Model, "one"u8.ToArray(), counter: 7);
        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.Model, "model/1");

        Assert.Equal(UpdateOutcome.Committed, progress.Outcome);
        Assert.Equal(["stage", "selfTest", "replay", "shadow", "force:1", "commit"], _rig.Model.Calls);
        Assert.Equal(0.25, progress.ReplayChangedFraction);
        Assert.Equal(new ShadowFigures(10, 1, 5), progress.Shadow);
        Assert.Equal(target.Sha256, _rig.Slot().Current.Sha256);
        Assert.False(_rig.Slot().IsOnTrial);
        Assert.Equal(SlotRecord.Factory, _rig.Slot().Previous);
        Assert.Equal([target.Sha256], _rig.Stored);
        Assert.Null(_rig.InProgress);
    }

    [Fact]
    public async Task Installed_WantedAgain_DoesNothing()
    {
        await _rig.CommitAsync("model/1", 1);
        int downloads = _rig.Shelf.Downloads;
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Model, "model/1", "r2")).Outcome);
        Assert.Empty(_rig.Model.Calls);
        Assert.Equal(downloads, _rig.Shelf.Downloads);
    }

    [Fact]
    public async Task Previous_WantedInTime_ComesBackWithoutDownloadOrTrialsOfThePast()
    {
        ReleaseTarget first = await _rig.CommitAsync("model/1", 1);
        await _rig.CommitAsync("model/2", 2);
        int downloads = _rig.Shelf.Downloads;

        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.Model, "model/1");

        Assert.Equal(UpdateOutcome.Committed, progress.Outcome);
        Assert.Equal(first.Sha256, _rig.Model.Running);
        Assert.Equal(downloads, _rig.Shelf.Downloads);
        Assert.DoesNotContain("replay", _rig.Model.Calls);
        // One step only: what was left is no way back, and the counter holds as before.
        Assert.Null(_rig.Slot().Previous);
        _rig.Shelf.Put("model/1b", ReleaseKind.Model, "other"u8.ToArray(), counter: 1);
        Assert.Equal("olderCounter", (await _rig.WantAsync(ReleaseKind.Model, "model/1b")).Fault);
    }

    [Fact]
    public async Task Previous_WantedTooLate_IsRefused()
    {
        await _rig.CommitAsync("model/1", 1);
        await _rig.CommitAsync("model/2", 2);
        var slots = new SlotSet(_rig.Folders);
        slots.Write(ReleaseKind.Model, _rig.Slot() with { CommittedAt = TimeProvider.System.GetUtcNow() - TargetChecks.WayBack - TimeSpan.FromHours(1) });
        Assert.Equal("olderCounter", (await _rig.WantAsync(ReleaseKind.Model, "model/1")).Fault);
    }

    [Fact]
    public async Task Factory_WantedAfterTheFirstRelease_ComesBack()
    {
        await _rig.CommitAsync("model/1", 1);
        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.Model, DesiredTargets.Factory);
        Assert.Equal(UpdateOutcome.Committed, progress.Outcome);
        Assert.Equal("", _rig.Model.Running);
        Assert.True(_rig.Slot().IsFactory);
    }

    [Fact]
    public async Task Factory_WantedAfterTheSecondRelease_IsRefused()
    {
        await _rig.CommitAsync("model/1", 1);
        await _rig.CommitAsync("model/2", 2);
        Assert.Equal("olderCounter", (await _rig.WantAsync(ReleaseKind.Model, DesiredTargets.Factory)).Fault);
    }

    [Theory]
    [InlineData("selfTest", UpdateOutcome.Refused)]
    [InlineData("replay", UpdateOutcome.Refused)]
    [InlineData("shadow", UpdateOutcome.Refused)]
    public async Task Trial_Refuses_ActiveStaysAndItIsNotTriedAgainForThisRollout(string trial, UpdateOutcome outcome)
    {
        ReleaseTarget active = await _rig.CommitAsync("model/1", 1);
        _rig.Shelf.Put("model/2", ReleaseKind.Model, "two"u8.ToArray(), counter: 2);
        _rig.Model.Trial = (name, _) =>
        {
            if (name == trial)
                throw new UpdateRefusedException(UpdateFault.SelfTest, "misses a golden vector", "golden");
        };

        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.Model, "model/2");

        Assert.Equal((outcome, "selfTest.golden"), (progress.Outcome, progress.Fault));
        Assert.Equal(active.Sha256, _rig.Slot().Current.Sha256);
        Assert.Equal([active.Sha256], _rig.Stored);
        Assert.DoesNotContain(_rig.Model.Calls, call => call.StartsWith("force", StringComparison.Ordinal));
        _rig.Model.Calls.Clear();
        await _rig.WantAsync(ReleaseKind.Model, "model/2");
        Assert.Empty(_rig.Model.Calls);
        // Another rollout may ask once more.
        _rig.Model.Trial = (_, _) => { };
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Model, "model/2", "r2")).Outcome);
    }

    [Fact]
    public async Task Probation_SomethingBreaksUnderIt_GoesBackThreeTimesAndThenNoMore()
    {
        ReleaseTarget active = await _rig.CommitAsync("model/1", 1);
        _rig.Shelf.Put("model/2", ReleaseKind.Model, "two"u8.ToArray(), counter: 2);
        _rig.Model.Forcing = version => _rig.Faults = version == "2" ? ["detector of camera 'yard' is stuck"] : [];

        UpdateStatus status = await _rig.LiveAsync(
            new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/2" }, "r1", now => now.Updates[ReleaseKind.Model] is { Outcome: UpdateOutcome.RolledBack, Attempts: UpdateLedger.MaximumAttempts });

        UpdateProgress progress = status.Updates[ReleaseKind.Model];
        Assert.Equal("unhealthy", progress.Fault);
        Assert.Contains("yard", progress.Reason, StringComparison.Ordinal);
        Assert.Equal(active.Sha256, _rig.Model.Running);
        Assert.Equal(3, _rig.Model.Calls.Count(call => call == "force:2"));
        _rig.Model.Calls.Clear();
        await _rig.WantAsync(ReleaseKind.Model, "model/2");
        Assert.Empty(_rig.Model.Calls);
    }

    [Fact]
    public async Task Probation_BrokerLostUnderIt_GoesBack()
    {
        await _rig.CommitAsync("model/1", 1);
        _rig.Shelf.Put("model/2", ReleaseKind.Model, "two"u8.ToArray(), counter: 2);
        _rig.Model.Forcing = version => _rig.IsBrokerConnected = version != "2";
        UpdateStatus status = await _rig.LiveAsync(
            new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/2" }, "r1", now => now.Updates[ReleaseKind.Model] is { Outcome: UpdateOutcome.RolledBack, Attempts: UpdateLedger.MaximumAttempts });
        Assert.Equal("brokerLost", status.Updates[ReleaseKind.Model].Fault);
        Assert.Equal("1", _rig.Slot().Current.Version);
    }

    [Fact]
    public async Task Probation_BrokerWasGoneBefore_IsNotHeldAgainstIt()
    {
        _rig.IsBrokerConnected = false;
        await _rig.CommitAsync("model/1", 1);
        Assert.Equal("1", _rig.Slot().Current.Version);
    }

    [Fact]
    public async Task Superseded_InTheMiddle_EndsAndCountsNoFailure()
    {
        await _rig.CommitAsync("model/1", 1);
        _rig.Shelf.Put("model/2", ReleaseKind.Model, "two"u8.ToArray(), counter: 2);
        UpdateEngine engine = _rig.Engine();
        _rig.Model.Shadow = async cancellation =>
        {
            engine.SetDesired(new DesiredTargets(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/1" }, "r2"));
            await Task.Delay(Timeout.Infinite, cancellation);
        };
        using var stop = new CancellationTokenSource();
        var back = new TaskCompletionSource();
        engine.Changed += () =>
        {
            if (engine.Status.Updates[ReleaseKind.Model] is { Target: "model/1", Outcome: UpdateOutcome.Committed })
                back.TrySetResult();
        };
        engine.SetDesired(new DesiredTargets(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/2" }, "r1"));
        Task running = engine.RunAsync(stop.Token);
        // The old wish is told as committed at the start, too: wait for the shadow first.
        await Edge.Testing.Deadline.UntilAsync(() => _rig.Model.Calls.Contains("shadow") && _rig.InProgress is null, "the update to 2 ends");
        await back.Task.WaitAsync(Edge.Testing.Deadline.Default);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        Assert.Equal("1", _rig.Slot().Current.Version);
        Assert.Empty(new UpdateLedger(_rig.Folders).Read().Failures);
        _rig.Model.Shadow = _ => Task.CompletedTask;
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Model, "model/2")).Outcome);
    }

    [Fact]
    public async Task Download_SourceOutOfReachAndMetadataRefused_IsWaitedForAndCountsNoFailure()
    {
        _rig.Shelf.Put("model/1", ReleaseKind.Model, "one"u8.ToArray());
        _rig.Shelf.RefreshFaults.Enqueue(new ReleaseUnavailableException("no route"));
        _rig.Shelf.RefreshFaults.Enqueue(new TufRefusedException(TufFault.Expired, "timestamp has expired"));
        for (int i = 0; i < UpdateLedger.MaximumAttempts + 2; i++)
            _rig.Shelf.DownloadFaults.Enqueue(i % 2 == 0 ? new ReleaseUnavailableException("cut") : new TufRefusedException(TufFault.WrongHash, "another file came"));
        List<string> faults = [];

        UpdateStatus status = await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/1" }, "r1", now =>
        {
            faults.Add(now.Updates[ReleaseKind.Model].Fault);
            return now.Updates[ReleaseKind.Model].Outcome == UpdateOutcome.Committed;
        });

        Assert.Equal(1, status.Updates[ReleaseKind.Model].Attempts);
        Assert.Contains("unavailable", faults);
        Assert.Contains("expired", faults);
        Assert.Contains("wrongHash", faults);
        Assert.Equal("", status.MetadataFault);
    }

    [Fact]
    public async Task Activation_NeedsRestart_GoesOnInTheNextLife()
    {
        ReleaseTarget target = _rig.Shelf.Put("model/1", ReleaseKind.Model, "one"u8.ToArray());
        _rig.Model.NeedsRestart = true;
        UpdateStatus status = await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/1" }, "r1", now => now.RestartReason is not null);
        Assert.Contains("model/1", status.RestartReason, StringComparison.Ordinal);
        Assert.Equal(UpdatePhase.Probation, _rig.InProgress?.Phase);

        _rig.Recover();
        _rig.Model.Running = target.Sha256;
        status = await _rig.LiveAsync(null, "", now => now.Updates[ReleaseKind.Model].Outcome == UpdateOutcome.Committed);
        Assert.Equal(target.Sha256, status.Installed[ReleaseKind.Model].Sha256);
    }

    [Fact]
    public async Task Activation_RestartCameUpOnTheOldOne_GoesBack()
    {
        _rig.Shelf.Put("model/1", ReleaseKind.Model, "one"u8.ToArray());
        _rig.Model.NeedsRestart = true;
        await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/1" }, "r1", now => now.RestartReason is not null);
        _rig.Recover();
        _rig.Model.NeedsRestart = false;
        UpdateStatus status = await _rig.LiveAsync(null, "", now => now.Updates[ReleaseKind.Model].Outcome == UpdateOutcome.RolledBack);
        Assert.Equal("fellBack", status.Updates[ReleaseKind.Model].Fault);
        Assert.True(_rig.Slot().IsFactory);
    }

    [Fact]
    public async Task OrderlyEnd_InTheMiddle_IsNoSignAgainstTheCandidate()
    {
        _rig.Shelf.Put("model/1", ReleaseKind.Model, "one"u8.ToArray());
        _rig.Model.Shadow = cancellation => Task.Delay(Timeout.Infinite, cancellation);
        for (int life = 0; life < UpdateTransitions.MaximumStartsBeforeSwitch + 3; life++)
        {
            _rig.Model.Calls.Clear();
            await _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "model/1" }, "r1", _ => _rig.Model.Calls.Contains("replay") || _rig.InProgress?.Phase == UpdatePhase.Shadow);
            _rig.Recover();
        }

        Assert.Equal(UpdatePhase.Shadow, _rig.InProgress?.Phase);
        _rig.Model.Shadow = _ => Task.CompletedTask;
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Model, "model/1")).Outcome);
    }

    [Fact]
    public async Task KindThatTheDeviceCannotTake_IsRefused()
    {
        _rig.Shelf.Put("os/1", ReleaseKind.OperatingSystem, "image"u8.ToArray());
        Assert.Equal("notSupported", (await _rig.WantAsync(ReleaseKind.OperatingSystem, "os/1")).Fault);
    }
}
