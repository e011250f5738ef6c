using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Updates;

/// <summary>
/// Takes one update at a time through <see cref="UpdateTransitions"/>, until its end or a restart. <see cref="Want"/> is thread safe and ends the phase of an update
/// that is not wanted any more.
/// </summary>
internal sealed class UpdateRun
{
    private readonly UpdateParts _parts;
    private readonly UpdateSteps _steps;
    private readonly UpdateJournal _journal;
    private readonly UpdateBoard _board;
    private readonly TaskCompletionSource<string> _restartWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private DesiredTargets? _desired;
    private UpdateTransaction? _current;
    private CancellationTokenSource? _step;

    /// <summary>At rest.</summary>
    public UpdateRun(UpdateParts parts, UpdateTargets targets, UpdateBoard board)
    {
        _parts = parts;
        _steps = new UpdateSteps(parts, targets);
        _journal = new UpdateJournal(parts.Folders);
        _board = board;
    }

    /// <summary>Completes with a reason when the agent must end and start again for an update to go on.</summary>
    public Task<string> RestartWanted => _restartWanted.Task;

    /// <summary>What is wanted from now on.</summary>
    public void Want(DesiredTargets desired)
    {
        lock (_gate)
        {
            _desired = desired;
            if (_current is { } current && !IsWanted(current, desired))
                _step?.Cancel();
        }
    }

    /// <summary>The agent is to start again.</summary>
    public void WantRestart(string reason)
    {
        _parts.Log.LogInformation("The agent is to start again: {Reason}", reason);
        _board.WantsRestart(reason);
        _restartWanted.TrySetResult(reason);
    }

    /// <summary>Takes one update through the table to its end, or to a restart.</summary>
    public async Task DriveAsync(UpdateTransaction transaction, CancellationToken stop)
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
                await Task.Delay(_parts.Policy.PauseAfter(failuresInARow), _parts.Clock, stop);
        }
    }

    private async Task RestartAsync(UpdateTransaction transaction, CancellationToken stop)
    {
        string reason = $"the release {(transaction.Candidate.Target.Length > 0 ? transaction.Candidate.Target : DesiredTargets.Factory)} of {UpdateFolders.NameOf(transaction.Kind)} {(transaction.Phase == UpdatePhase.RollBack ? "is left" : "comes into force")} with a restart";
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

        WantRestart(reason);
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
            UpdateProgress ended = UpdateBoard.Of(transaction) with { Outcome = transaction.WasSwitched ? UpdateOutcome.RolledBack : UpdateOutcome.Refused };
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
                UpdateProgress committed = UpdateBoard.Of(transaction) with { Outcome = UpdateOutcome.Committed };
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

            await Task.Delay(_parts.Policy.PauseAfter(failures), _parts.Clock, step);
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
        or UpdateFault.Superseded or UpdateFault.Activation or UpdateFault.WrongSize or UpdateFault.WrongHash or UpdateFault.TooSlow or UpdateFault.UnknownState or UpdateFault.Internal);

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
}
