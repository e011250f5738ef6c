using System.Text.Json;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates;

/// <summary>What the engine says of itself: keeps the status, tells when it changed. Written by the engine's loop, read by anyone.</summary>
internal sealed class UpdateBoard
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);
    private readonly UpdateParts _parts;
    private readonly SlotSet _slots;
    private readonly UpdateLedger _ledger;
    private readonly Dictionary<ReleaseKind, UpdateProgress> _updates;
    private volatile UpdateStatus _status;
    private string _metadataFault = "";
    private string? _restartReason;
    private long _toldAt;

    public UpdateBoard(UpdateParts parts)
    {
        _parts = parts;
        _slots = new SlotSet(parts.Folders);
        _ledger = new UpdateLedger(parts.Folders);
        _updates = new Dictionary<ReleaseKind, UpdateProgress>(_ledger.Read().Last);
        _status = Make();
    }

    public event Action? Changed;

    public UpdateStatus Status => _status;

    /// <summary>A fault of metadata as reports name it.</summary>
    public static string NameOf(TufRefusedException e) => JsonNamingPolicy.CamelCase.ConvertName(e.Fault.ToString());

    /// <summary>What is known of failures of this update.</summary>
    public FailedUpdate? Failure(UpdateTransaction transaction) => _ledger.Failure(transaction.Candidate.Sha256, transaction.Rollout);

    /// <summary>An update as reports show it.</summary>
    public static UpdateProgress Of(UpdateTransaction transaction) => new()
    {
        Target = transaction.Candidate.Target.Length > 0 ? transaction.Candidate.Target : DesiredTargets.Factory,
        Rollout = transaction.Rollout,
        Phase = transaction.Phase ?? UpdatePhase.RollBack,
        Outcome = UpdateOutcome.Running,
        Fault = transaction.Fault,
        Reason = transaction.Reason,
        Attempts = transaction.Attempt,
        ReplayChangedFraction = transaction.ReplayChangedFraction,
        Shadow = transaction.Shadow,
    };

    public void IsIn(UpdateTransaction transaction) => Tell(transaction.Kind, Of(transaction));

    public void Ended(ReleaseKind kind, UpdateProgress progress) => Tell(kind, progress);

    public void Shadows(UpdateTransaction transaction, ShadowFigures figures)
    {
        if (IsTime())
            Tell(transaction.Kind, Of(transaction) with { Shadow = figures });
    }

    /// <summary>Takes the bytes of a download; tells of them once a second.</summary>
    public IProgress<long> Downloads(UpdateTransaction transaction) => new Meter(bytes =>
    {
        if (IsTime())
            Tell(transaction.Kind, Of(transaction) with { DownloadedBytes = bytes, DownloadBytes = transaction.Target?.SizeBytes });
    });

    /// <summary>What is wanted is what runs: say so, unless how it came to be is known.</summary>
    public void IsInstalled(ReleaseKind kind, string path, string rollout)
    {
        UpdateProgress? known = _updates.GetValueOrDefault(kind);
        if (known is { Outcome: UpdateOutcome.Committed } && known.Target == path && known.Rollout == rollout)
            Publish();
        else
            Tell(kind, new UpdateProgress { Target = path, Rollout = rollout, Phase = UpdatePhase.Commit, Outcome = UpdateOutcome.Committed });
    }

    public void StaysFailed(UpdateTransaction transaction)
    {
        UpdateProgress? known = _updates.GetValueOrDefault(transaction.Kind);
        if (known is null || known.Target != transaction.Candidate.Target || known.Outcome is UpdateOutcome.Running or UpdateOutcome.Committed)
            Tell(transaction.Kind, Of(transaction) with { Outcome = UpdateOutcome.Refused, Fault = UpdateRefusedException.NameOf(UpdateFault.Loop), Reason = "it failed before, for this rollout, and is not tried again", Attempts = transaction.Attempt - 1 });
        else
            Publish();
    }

    public void Refused(ReleaseKind kind, string path, string rollout, string fault, string reason) =>
        Tell(kind, new UpdateProgress { Target = path, Rollout = rollout, Phase = UpdatePhase.Waiting, Outcome = UpdateOutcome.Refused, Fault = fault, Reason = reason });

    public void MetadataIsBad(ReleaseKind kind, string path, string rollout, TufRefusedException e)
    {
        _metadataFault = $"{NameOf(e)}: {e.Message}";
        Waits(kind, path, rollout, NameOf(e), e.Message);
    }

    public void MetadataIsGood() => _metadataFault = "";

    public void IsUnavailable(ReleaseKind kind, string path, string rollout, string reason) =>
        Waits(kind, path, rollout, UpdateRefusedException.NameOf(UpdateFault.Unavailable), reason);

    public void WantsRestart(string reason)
    {
        _restartReason = reason;
        Publish();
    }

    private void Waits(ReleaseKind kind, string path, string rollout, string fault, string reason) =>
        Tell(kind, new UpdateProgress { Target = path, Rollout = rollout, Phase = UpdatePhase.Waiting, Outcome = UpdateOutcome.Running, Fault = fault, Reason = reason });

    private bool IsTime()
    {
        if (_toldAt != 0 && _parts.Clock.GetElapsedTime(_toldAt) < TellEvery)
            return false;
        _toldAt = _parts.Clock.GetTimestamp();
        return true;
    }

    private void Tell(ReleaseKind kind, UpdateProgress progress)
    {
        lock (_updates)
            _updates[kind] = progress;
        Publish();
    }

    private void Publish()
    {
        _status = Make();
        Changed?.Invoke();
    }

    private UpdateStatus Make()
    {
        lock (_updates)
        {
            return new UpdateStatus
            {
                Installed = _slots.ReadAll().ToDictionary(pair => pair.Key, pair => pair.Value.Current),
                Updates = new Dictionary<ReleaseKind, UpdateProgress>(_updates),
                MetadataFault = _metadataFault,
                RestartReason = _restartReason,
            };
        }
    }

    // Not Progress<T>: that posts to the pool, where the last figures may come first.
    private sealed class Meter(Action<long> take) : IProgress<long>
    {
        public void Report(long value) => take(value);
    }
}
