using Edge.Contracts.Receipts;

namespace Edge.Contracts.ShiftReports;

/// <summary>When the station was in fail-safe or did not run. What began before the period counts from its first moment.</summary>
internal sealed class ShiftStops(DateTimeOffset from, DateTimeOffset to)
{
    private readonly List<ShiftStop> _stops = [];
    private (DateTimeOffset At, string Reason)? _tripped;
    private (DateTimeOffset At, string Reason)? _down;
    private DateTimeOffset? _lastSeen;

    public void Add(ReceiptEntry entry)
    {
        switch (entry.Receipt)
        {
            case InterlockReceipt { State: InterlockState.Tripped } tripped:
                _tripped ??= (entry.At, tripped.Reason);
                break;
            case InterlockReceipt { State: InterlockState.Cleared } cleared:
                End(ShiftStopKind.FailSafe, ref _tripped, entry.At, cleared.By);
                break;
            case StationReceipt { State: StationState.Stopped } stopped:
                _down = (entry.At, stopped.Reason);
                break;
            case StationReceipt { State: StationState.Started }:
                // Without an end in order, the last sign of life is the best that is known.
                if (_down is null && _lastSeen is { } seen)
                    _down = (seen, "the station ended without saying so: killed, or the power failed");
                End(ShiftStopKind.Down, ref _down, entry.At, null);
                break;
        }

        // What a start writes before it says so is not a sign of life of the time before.
        if (entry.Receipt is not (OpeningReceipt or RecoveryReceipt or KeyReceipt))
            _lastSeen = entry.At;
    }

    public IReadOnlyList<ShiftStop> ToStops()
    {
        End(ShiftStopKind.FailSafe, ref _tripped, to, null);
        End(ShiftStopKind.Down, ref _down, to, null);
        return [.. _stops.OrderBy(stop => stop.From)];
    }

    private void End(ShiftStopKind kind, ref (DateTimeOffset At, string Reason)? open, DateTimeOffset end, string? by)
    {
        if (open is not { } begun)
            return;
        open = null;
        DateTimeOffset first = begun.At < from ? from : begun.At, last = end > to ? to : end;
        if (first < last)
            _stops.Add(new ShiftStop(kind, first, last, begun.Reason, by));
    }
}
