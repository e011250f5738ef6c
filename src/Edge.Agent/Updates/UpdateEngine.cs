using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Updates;

/// <summary>
/// Makes the device run what is wanted, or leaves it as it was. Read this first, then <see cref="UpdateTransitions"/>.
/// <list type="number">
/// <item>What is wanted is a name; what it is, and whether this device may have it, says signed metadata (<see cref="UpdateTargets"/>).</item>
/// <item>One update at a time goes through the table, phase by phase; the phase is on disk before its work begins (<see cref="UpdateSteps"/>).</item>
/// <item>What fails goes back; what fails again and again is not tried again (<see cref="UpdateLedger"/>).</item>
/// <item>After a restart <see cref="UpdateRecovery"/> has made the disk consistent before anything was loaded, and the update goes on here.</item>
/// </list>
/// <see cref="SetDesired"/>, <see cref="Status"/> and <see cref="Changed"/> are thread safe; <see cref="RunAsync"/> is called once.
/// </summary>
internal sealed class UpdateEngine
{
    private readonly UpdateParts _parts;
    private readonly UpdateTargets _targets;
    private readonly UpdateSteps _steps;
    private readonly UpdateJournal _journal;
    private readonly UpdateBoard _board;
    private readonly TaskCompletionSource<string> _restartWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Lock _gate = new();
    private readonly Dictionary<ReleaseKind, int> _unreachable = [];
    private DesiredTargets? _desired;
    private UpdateTransaction? _current;
    private CancellationTokenSource? _step;

    /// <summary>An engine at rest. <see cref="UpdateRecovery"/> has run before.</summary>
    public UpdateEngine(UpdateParts parts)
    {
        _parts = parts;
        parts.Folders.Make();
        _targets = new UpdateTargets(parts);
        _steps = new UpdateSteps(parts, _targets);
        _journal = new UpdateJournal(parts.Folders);
        _board = new UpdateBoard(parts);
    }

    /// <summary>The status changed. Raised from the engine's loop: be quick.</summary>
    public event Action? Changed
    {
        add => _board.Changed += value;
        remove => _board.Changed -= value;
    }

    /// <summary>What the device runs and how updates fare.</summary>
    public UpdateStatus Status => _board.Status;

    /// <summary>Completes with a reason when the agent must end and start again for an update to go on.</summary>
    public Task<string> RestartWanted => _restartWanted.Task;

    /// <summary>What the device is to run from now on. An update to what is not wanted any more is ended; one that has been committed is not.</summary>
    public void SetDesired(DesiredTargets desired)
    {
        ArgumentNullException.ThrowIfNull(desired);
        lock (_gate)
        {
            _desired = desired;
            if (_current is { } current && !IsWanted(current, desired))
                _step?.Cancel();
        }

        _wake.Release();
    }

    /// <summary>Goes on with the update that the last start left, then does what is wanted, until cancelled or a restart is needed.</summary>
    /// <exception cref="OperationCanceledException">The agent ends.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (_journal.Read(out _) is { } found)
            await DriveAsync(found, stop);
        else
            await ReconcileAsync(stop);
        while (!_restartWanted.Task.IsCompleted)
        {
            TimeSpan pause = await RoundAsync(stop);
            if (!_restartWanted.Task.IsCompleted)
                await WaitAsync(pause, stop);
        }
    }

    /// <summary>One look at everything that is wanted.</summary>
    /// <returns>How long to wait for the next, if nobody asks before.</returns>
    private async Task<TimeSpan> RoundAsync(CancellationToken stop)
    {
        TimeSpan pause = Volatile.Read(ref _desired) is { Targets.Count: > 0 } ? _parts.Policy.RefreshEvery : Timeout.InfiniteTimeSpan;
        foreach (ReleaseKind kind in SlotSet.Kinds)
        {
            DesiredTargets? desired = Volatile.Read(ref _desired);
            if (desired is null || !desired.Targets.TryGetValue(kind, out string? path) || _restartWanted.Task.IsCompleted)
                continue;
            TimeSpan next = await WantAsync(kind, path, desired.Rollout, stop);
            if (next != Timeout.InfiniteTimeSpan && (pause == Timeout.InfiniteTimeSpan || next < pause))
                pause = next;
        }

        return pause;
    }

    private async Task<TimeSpan> WantAsync(ReleaseKind kind, string path, string rollout, CancellationToken stop)
    {
        try
        {
            if (!_parts.Installers.Any(installer => installer.Kind == kind))
                throw new UpdateRefusedException(UpdateFault.NotSupported, $"this device takes no releases of the kind {UpdateFolders.NameOf(kind)}");
            UpdateTransaction? planned = await _targets.PlanAsync(kind, path, rollout, stop);
            _unreachable.Remove(kind);
            _board.MetadataIsGood();
            if (planned is null)
            {
                _board.IsInstalled(kind, path, rollout);
                return Timeout.InfiniteTimeSpan;
            }

            FailedUpdate? failure = _board.Failure(planned);
            if (UpdateLedger.IsBlocked(failure))
            {
                _board.StaysFailed(planned);
                return Timeout.InfiniteTimeSpan;
            }

            if (failure is not null && Pause(failure.Attempts) - (_parts.Clock.GetUtcNow() - failure.At) is { } rest && rest > TimeSpan.Zero && rest <= _parts.Policy.LongestPause)
                return rest;
            await DriveAsync(planned, stop);
            // Failed and to be tried again, or done: the next look tells.
            return _board.Failure(planned) is { } now && !UpdateLedger.IsBlocked(now) ? Pause(now.Attempts) : Timeout.InfiniteTimeSpan;
        }
        catch (UpdateRefusedException e)
        {
            _board.Refused(kind, path, rollout, e.FaultName, e.Message);
            return Timeout.InfiniteTimeSpan;
        }
        catch (TufRefusedException e)
        {
            _board.MetadataIsBad(kind, path, rollout, e);
            return Again(kind);
        }
        catch (Exception e) when (e is ReleaseUnavailableException or IOException or UnauthorizedAccessException)
        {
            _board.IsUnavailable(kind, path, rollout, e.Message);
            return Again(kind);
        }
    }

    /// <summary>Takes one update through the table to its end, or to a restart.</summary>
    private async Task DriveAsync(UpdateTransaction transaction, CancellationToken stop)
    {
        int failuresInARow = 0;
        UpdatePhase? next = transaction.Phase ?? UpdatePhase.RollBack;
        _journal.Write(transaction);
        while (next is { } phase)
        {
            if (transaction.Phase != phase)
            {
                transaction = transaction.In(phase);
                _journal.Write(transaction);
            }

            _board.IsIn(transaction);
            (UpdateEvent on, transaction) = await StepAsync(transaction, stop);
            next = UpdateTransitions.Next(phase, on);
            if (on == UpdateEvent.Restarting)
            {
                if (next is { } after)
                    _journal.Write(transaction.In(after));
                await RestartAsync(transaction, stop);
                return;
            }

            failuresInARow = next == phase ? failuresInARow + 1 : 0;
            if (failuresInARow > 0)
                await Task.Delay(Pause(failuresInARow), _parts.Clock, stop);
        }
    }

    private async Task RestartAsync(UpdateTransaction transaction, CancellationToken stop)
    {
        string reason = $"the release {(transaction.Candidate.Target.Length > 0 ? transaction.Candidate.Target : DesiredTargets.Factory)} of {UpdateFolders.NameOf(transaction.Kind)} {(transaction.Phase == UpdatePhase.RollBack ? "is left" : "comes into force")} with a restart";
        _parts.Log.LogInformation("The agent is to start again: {Reason}", reason);
        _board.WantsRestart(reason);
        try
        {
            if (_parts.Installers.FirstOrDefault(installer => installer.Kind == transaction.Kind) is { } found)
                await found.RebootAsync(stop);
        }
        catch (UpdateRefusedException e)
        {
            // Whoever starts the device next, and whenever: the update goes on from there.
            _parts.Log.LogError("The device is to start again for an update and cannot do so by itself: {Reason}", e.Message);
        }

        _restartWanted.TrySetResult(reason);
    }

    private async Task<(UpdateEvent On, UpdateTransaction Transaction)> StepAsync(UpdateTransaction transaction, CancellationToken stop)
    {
        using CancellationTokenSource step = BeginStep(transaction, stop);
        try
        {
            return await WorkAsync(transaction, step.Token, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // An orderly end is no sign against the candidate.
            _journal.Write(transaction with { Starts = Math.Max(0, transaction.Starts - 1) });
            throw;
        }
        catch (Exception e) // loop edge: whatever fails, the update goes back, and the agent goes on
        {
            return (UpdateEvent.Failed, Fail(transaction, e));
        }
        finally
        {
            EndStep();
        }
    }

    private async Task<(UpdateEvent On, UpdateTransaction Transaction)> WorkAsync(UpdateTransaction transaction, CancellationToken step, CancellationToken stop)
    {
        IReleaseInstaller? found = _parts.Installers.FirstOrDefault(installer => installer.Kind == transaction.Kind);
        if (transaction.Phase == UpdatePhase.RollBack)
        {
            UpdateProgress ended = _board.Of(transaction) with { Outcome = transaction.WasSwitched ? UpdateOutcome.RolledBack : UpdateOutcome.Refused };
            Activation back = await _steps.RollBackAsync(transaction, found, ended, stop);
            _parts.Log.LogWarning("Update of {Kind} to {Target} is taken back: {Reason}", transaction.Kind, transaction.Candidate.Target, transaction.Reason);
            _board.Ended(transaction.Kind, ended);
            return (back != Activation.InForce ? UpdateEvent.Restarting : UpdateEvent.Succeeded, transaction);
        }

        IReleaseInstaller installer = found ?? throw new UpdateRefusedException(UpdateFault.NotSupported, $"this device takes no releases of the kind {UpdateFolders.NameOf(transaction.Kind)}");
        switch (transaction.Phase)
        {
            case UpdatePhase.Download:
                await DownloadAsync(transaction, step);
                break;
            case UpdatePhase.Verify:
                _steps.Verify(transaction);
                break;
            case UpdatePhase.Stage:
                await _steps.StageAsync(transaction, installer, step);
                break;
            case UpdatePhase.SelfTest:
                await _steps.SelfTestAsync(transaction, installer, step);
                break;
            case UpdatePhase.Replay:
                transaction = transaction with { ReplayChangedFraction = await _steps.ReplayAsync(transaction, installer, step) };
                break;
            case UpdatePhase.Shadow:
                transaction = transaction with { Shadow = await _steps.ShadowAsync(transaction, installer, figures => _board.Shadows(transaction, figures), step) };
                break;
            case UpdatePhase.Activate:
                transaction = _steps.LookBeforeSwitch(transaction);
                _journal.Write(transaction);
                if (await _steps.ActivateAsync(transaction, installer, stop) != Activation.InForce)
                    return (UpdateEvent.Restarting, transaction);
                break;
            case UpdatePhase.Probation:
                await _steps.ProbationAsync(transaction, installer, step);
                break;
            default:
                UpdateProgress committed = _board.Of(transaction) with { Outcome = UpdateOutcome.Committed };
                await _steps.CommitAsync(transaction, installer, committed, stop);
                _parts.Log.LogInformation("Update of {Kind} to {Target} is committed", transaction.Kind, transaction.Candidate.Target);
                _board.Ended(transaction.Kind, committed);
                break;
        }

        return (UpdateEvent.Succeeded, transaction);
    }

    // A source that is out of reach is waited for: the file so far stays, and nothing is counted against the release.
    private async Task DownloadAsync(UpdateTransaction transaction, CancellationToken step)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                await _steps.DownloadAsync(transaction, _board.Downloads(transaction), step);
                _board.MetadataIsGood();
                return;
            }
            catch (ReleaseUnavailableException e)
            {
                _board.IsUnavailable(transaction.Kind, transaction.Candidate.Target, transaction.Rollout, e.Message);
            }
            catch (TufRefusedException e)
            {
                // Whoever sits between must not be able to use up the tries of a good release.
                _board.MetadataIsBad(transaction.Kind, transaction.Candidate.Target, transaction.Rollout, e);
            }

            await Task.Delay(Pause(failures), _parts.Clock, step);
        }
    }

    private UpdateTransaction Fail(UpdateTransaction transaction, Exception e)
    {
        (string fault, string reason, bool isFinal) = e switch
        {
            OperationCanceledException => (UpdateRefusedException.NameOf(UpdateFault.Superseded), "another release, or none, is wanted now", false),
            UpdateRefusedException refused => (refused.FaultName, refused.Message, IsFinal(refused.Fault)),
            TufRefusedException refused => (UpdateBoard.NameOf(refused), refused.Message, false),
            IOException or UnauthorizedAccessException => (UpdateRefusedException.NameOf(UpdateFault.Disk), e.Message, false),
            _ => (UpdateRefusedException.NameOf(UpdateFault.Internal), $"{e.GetType().Name}: {e.Message}", false),
        };
        _parts.Log.LogWarning(e, "Update of {Kind} to {Target} failed in {State}", transaction.Kind, transaction.Candidate.Target, transaction.State);
        // Commit and rollBack are only repeated: the reason of the update itself stays what it was.
        return transaction.Phase is UpdatePhase.Commit or UpdatePhase.RollBack ? transaction : transaction with { Fault = fault, Reason = reason, IsFinal = isFinal };
    }

    // The same file on the same device fails the same way; what depends on the moment may be tried again.
    private static bool IsFinal(UpdateFault fault) => fault is not (UpdateFault.Unhealthy or UpdateFault.BrokerLost or UpdateFault.NoRoom or UpdateFault.Disk
        or UpdateFault.Superseded or UpdateFault.Activation or UpdateFault.WrongSize or UpdateFault.WrongHash or UpdateFault.TooSlow or UpdateFault.Internal);

    /// <summary>Without an update in progress every kind runs what its slot says: a cut may have come between the two.</summary>
    private async Task ReconcileAsync(CancellationToken stop)
    {
        foreach (IReleaseInstaller installer in _parts.Installers)
        {
            try
            {
                SlotRecord slot = new SlotSet(_parts.Folders).Read(installer.Kind);
                if (installer.IsInForce(slot.Current))
                    continue;
                string? file = slot.IsFactory ? null : new ReleaseStore(_parts.Folders).Find(installer.Kind, slot.Current.Sha256);
                if (await installer.PutInForceAsync(slot.Current, file, isTrial: false, stop) != Activation.InForce)
                {
                    _board.WantsRestart($"{UpdateFolders.NameOf(installer.Kind)} is not what its slot says");
                    _restartWanted.TrySetResult(_board.Status.RestartReason!);
                    return;
                }
            }
            catch (Exception e) when (e is UpdateRefusedException or IOException or UnauthorizedAccessException)
            {
                _parts.Log.LogError(e, "What the slot of {Kind} says could not be put in force; what runs goes on", installer.Kind);
            }
        }
    }

    private CancellationTokenSource BeginStep(UpdateTransaction transaction, CancellationToken stop)
    {
        CancellationTokenSource step = CancellationTokenSource.CreateLinkedTokenSource(stop);
        lock (_gate)
        {
            _current = transaction;
            _step = step;
            if (_desired is { } desired && !IsWanted(transaction, desired))
                step.Cancel();
        }

        return step;
    }

    private void EndStep()
    {
        lock (_gate)
        {
            _step = null;
            _current = null;
        }
    }

    private static bool IsWanted(UpdateTransaction transaction, DesiredTargets desired) =>
        desired.Targets.TryGetValue(transaction.Kind, out string? path)
        && path == (transaction.Candidate.Target.Length > 0 ? transaction.Candidate.Target : DesiredTargets.Factory);

    private TimeSpan Again(ReleaseKind kind) => Pause(_unreachable[kind] = _unreachable.GetValueOrDefault(kind) + 1);

    // A fleet that failed together must not come back together.
    private TimeSpan Pause(int failures)
    {
        double seconds = Math.Min(_parts.Policy.LongestPause.TotalSeconds, _parts.Policy.FirstPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.2 * Random.Shared.NextDouble())));
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        if (pause == Timeout.InfiniteTimeSpan)
        {
            await _wake.WaitAsync(stop);
            return;
        }

        using CancellationTokenSource limit = new(pause, _parts.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // The pause is over.
        }
    }
}
