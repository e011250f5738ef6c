using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Updates;

/// <summary>
/// Makes the device run what is wanted, or leaves it as it was. Read this first, then <see cref="UpdateTransitions"/>.
/// <list type="number">
/// <item>What is wanted is a name; what it is, and whether this device may have it, says signed metadata (<see cref="UpdateTargets"/>).</item>
/// <item>One update at a time goes through the table, phase by phase; the phase is on disk before its work begins (<see cref="UpdateRun"/>, <see cref="UpdateSteps"/>).</item>
/// <item>What fails goes back; what fails again and again is not tried again (<see cref="UpdateLedger"/>).</item>
/// <item>After a restart <see cref="UpdateRecovery"/> has made the disk consistent before anything was loaded, and the update goes on here.</item>
/// </list>
/// <see cref="SetDesired"/>, <see cref="Status"/> and <see cref="Changed"/> are thread safe; <see cref="RunAsync"/> is called once.
/// </summary>
internal sealed class UpdateEngine
{
    private readonly UpdateParts _parts;
    private readonly UpdateTargets _targets;
    private readonly UpdateRun _run;
    private readonly UpdateBoard _board;
    private readonly Lock _gate = new();
    private readonly Dictionary<ReleaseKind, int> _unreachable = [];
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DesiredTargets? _desired;

    /// <summary>An engine at rest. <see cref="UpdateRecovery"/> has run before.</summary>
    public UpdateEngine(UpdateParts parts)
    {
        _parts = parts;
        _targets = new UpdateTargets(parts);
        _board = new UpdateBoard(parts);
        _run = new UpdateRun(parts, _targets, _board);
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
    public Task<string> RestartWanted => _run.RestartWanted;

    /// <summary>What the device is to run from now on. An update to what is not wanted any more is ended; one that has been committed is not.</summary>
    public void SetDesired(DesiredTargets desired)
    {
        ArgumentNullException.ThrowIfNull(desired);
        lock (_gate)
        {
            _desired = desired;
            _run.Want(desired);
            _wake.TrySetResult();
        }
    }

    /// <summary>Goes on with the update that the last start left, then does what is wanted, until cancelled or a restart is needed.</summary>
    /// <exception cref="OperationCanceledException">The agent ends.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        if (new UpdateJournal(_parts.Folders).Read(out _) is { } found)
            await _run.DriveAsync(found, stop);
        else
            await ReconcileAsync(stop);
        while (!RestartWanted.IsCompleted)
        {
            TimeSpan pause = await RoundAsync(stop);
            if (!RestartWanted.IsCompleted)
                await WaitAsync(pause, stop);
        }
    }

    /// <summary>One look at everything that is wanted.</summary>
    /// <returns>How long to wait for the next, if nobody asks before.</returns>
    private async Task<TimeSpan> RoundAsync(CancellationToken stop)
    {
        // What is asked for from here on is for the next look.
        lock (_gate)
            _wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TimeSpan pause = Volatile.Read(ref _desired) is { Targets.Count: > 0 } ? _parts.Policy.RefreshEvery : Timeout.InfiniteTimeSpan;
        foreach (ReleaseKind kind in SlotSet.Kinds)
        {
            DesiredTargets? desired = Volatile.Read(ref _desired);
            if (desired is null || !desired.Targets.TryGetValue(kind, out string? path) || RestartWanted.IsCompleted)
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
            // Not before something is wanted: an agent on a disk that takes no writes works without updates.
            _parts.Folders.Make();
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

            if (failure is not null && _parts.Policy.PauseAfter(failure.Attempts) - (_parts.Clock.GetUtcNow() - failure.At) is { } rest && rest > TimeSpan.Zero && rest <= _parts.Policy.LongestPause)
                return rest;
            await _run.DriveAsync(planned, stop);
            // Failed and to be tried again, or done: the next look tells.
            return _board.Failure(planned) is { } now && !UpdateLedger.IsBlocked(now) ? _parts.Policy.PauseAfter(now.Attempts) : Timeout.InfiniteTimeSpan;
        }
        catch (UpdateRefusedException e)
        {
            _board.Refused(kind, path, rollout, e.FaultName, e.Message);
            // A name may be wanted before the metadata that knows it has come this far.
            return e.Fault == UpdateFault.UnknownTarget ? Again(kind) : Timeout.InfiniteTimeSpan;
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
                if (!installer.CanBringBack(slot.Current))
                {
                    Adopt(installer, slot);
                    continue;
                }

                string? file = slot.IsFactory ? null : new ReleaseStore(_parts.Folders).Find(installer.Kind, slot.Current.Sha256);
                if (await installer.PutInForceAsync(slot.Current, file, isTrial: false, stop) != Activation.InForce)
                {
                    _run.WantRestart($"{UpdateFolders.NameOf(installer.Kind)} is not what its slot says");
                    return;
                }
            }
            catch (Exception e) when (e is UpdateRefusedException or IOException or UnauthorizedAccessException)
            {
                _parts.Log.LogError(e, "What the slot of {Kind} says could not be put in force; what runs goes on", installer.Kind);
            }
        }
    }

    // What runs was chosen by a launcher or a boot loader, since the other did not start: to ask for it again would be a loop without end.
    private void Adopt(IReleaseInstaller installer, SlotRecord slot)
    {
        SlotRecord runs = slot.Previous is { } previous && installer.IsInForce(previous) ? slot.GoBack() : installer.IsInForce(SlotRecord.Factory) ? SlotRecord.Empty : slot;
        _parts.Log.LogError("Release {Target} of {Kind} did not start; what runs is {Runs}", slot.Current.Target, installer.Kind, runs.IsFactory ? "what the device came with" : runs.Current.Target);
        if (runs != slot)
            new SlotSet(_parts.Folders).Write(installer.Kind, runs);
    }

    private TimeSpan Again(ReleaseKind kind) => _parts.Policy.PauseAfter(_unreachable[kind] = _unreachable.GetValueOrDefault(kind) + 1);

    private async Task WaitAsync(TimeSpan pause, CancellationToken stop)
    {
        try
        {
            await _wake.Task.WaitAsync(pause, _parts.Clock, stop);
        }
        catch (TimeoutException)
        {
            // The pause is over.
        }
    }
}
