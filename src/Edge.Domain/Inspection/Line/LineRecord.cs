namespace Edge.Domain.Inspection.Line;

/// <summary>Counts and tells what becomes of parts, compares ejections with their confirmations, and says when too much goes wrong in a row.</summary>
internal sealed class LineRecord(RejectPlan plan, ILineListener listener)
{
    private readonly ConfirmationWatch? _watch = plan.Confirmation is { } window ? new ConfirmationWatch(window, plan.Capacity * 2) : null;
    private LineTally _tally;
    private TimeSpan _strangersUntil = TimeSpan.MaxValue;
    private int _lateInARow;
    private int _missedInARow;
    private int _wrongInARow;

    public LineTally Tally => _tally;

    /// <summary>When the next ejection will have been missed.</summary>
    public TimeSpan Due => _watch?.Due ?? TimeSpan.MaxValue;

    public bool LateVerdictsAreTooMany => IsTooMany(_lateInARow, plan.LateVerdictLimit);

    public void Opened() => _tally = _tally with { Opened = _tally.Opened + 1 };

    public void DoubleTrigger() => _tally = _tally with { DoubleTriggers = _tally.DoubleTriggers + 1 };

    public void NoRoom() => _tally = _tally with { NoRoom = _tally.NoRoom + 1 };

    public void FailSafe() => _tally = _tally with { FailSafes = _tally.FailSafes + 1 };

    public void Crowded() => _tally = _tally with { Crowded = _tally.Crowded + 1 };

    public void DecidedInTime() => _lateInARow = 0;

    public void DecidedLate()
    {
        _lateInARow++;
        _tally = _tally with { LateVerdicts = _tally.LateVerdicts + 1 };
    }

    public void ForgetStreaks() => _lateInARow = _missedInARow = _wrongInARow = 0;

    /// <summary>Parts that nobody knows fall while everything is ejected, the last of them a moment after it.</summary>
    public void StateChanged(LineState state, TimeSpan now) => _strangersUntil = state == LineState.Ready && plan.Confirmation is { } window
        ? now + window.LateUntil
        : TimeSpan.MaxValue;

    /// <summary>A part or a double trigger came in front of the ejector.</summary>
    public void Reached(in PartSlot slot, bool ejected, TimeSpan now)
    {
        if (_watch?.Expect(slot.Start, slot.IsExtra ? null : slot.Part, ejected, now) is { } lost)
            Tell(lost);
    }

    /// <summary>A part or a double trigger has left the ejector, but for the guard.</summary>
    public void Over(in PartSlot slot, TimeSpan now) => _watch?.Leave(slot.Start, now);

    /// <summary>A part's fate is fixed.</summary>
    public void Left(in PartSlot slot, PartExit exit, FateCause cause, TimeSpan now)
    {
        _tally = exit switch
        {
            PartExit.Passed => _tally with { Passed = _tally.Passed + 1 },
            PartExit.Slipped => _tally with { Slipped = _tally.Slipped + 1 },
            PartExit.Interrupted => _tally with { Interrupted = _tally.Interrupted + 1 },
            _ => _tally with
            {
                Ejected = _tally.Ejected + 1,
                EjectedInFailSafe = _tally.EjectedInFailSafe + (cause == FateCause.FailSafe ? 1 : 0),
            },
        };
        listener.PartLeft(new PartFate(slot.Part, slot.Triggered, exit, cause, slot.DecidedAt, slot.Start, now));
    }

    /// <summary>The confirmation sensor's edge.</summary>
    /// <returns>Why this puts the line into fail-safe; null where it does not.</returns>
    public FailSafeReason? Confirm(TimeSpan at)
    {
        if (_watch is null)
            return null;
        EjectionReport report = _watch.Take(at);
        bool isStranger = report.Check == EjectionCheck.Wrong ? at < _strangersUntil : report.Part is null;
        return isStranger ? null : Tell(report);
    }

    /// <summary>Tells the ejections that have been missed by now.</summary>
    /// <returns>Why this puts the line into fail-safe; null where it does not.</returns>
    public FailSafeReason? TakeMissed(TimeSpan now)
    {
        FailSafeReason? reason = null;
        while (_watch is not null && _watch.TryMiss(now, out EjectionReport missed))
            reason = Tell(missed) ?? reason;
        return reason;
    }

    private static bool IsTooMany(int inARow, int limit) => limit > 0 && inARow >= limit;

    private FailSafeReason? Tell(in EjectionReport report)
    {
        switch (report.Check)
        {
            case EjectionCheck.Confirmed:
                _tally = _tally with { Confirmed = _tally.Confirmed + 1 };
                _missedInARow = _wrongInARow = 0;
                break;
            case EjectionCheck.Late:
                _tally = _tally with { LateEjections = _tally.LateEjections + 1 };
                _missedInARow = 0;
                break;
            case EjectionCheck.Missed:
                _tally = _tally with { MissedEjections = _tally.MissedEjections + 1 };
                _missedInARow++;
                break;
            default:
                _tally = _tally with { WrongEjections = _tally.WrongEjections + 1 };
                _wrongInARow++;
                break;
        }

        listener.EjectionChecked(report);
        return report.Check switch
        {
            EjectionCheck.Missed when IsTooMany(_missedInARow, plan.MissedEjectionLimit) => FailSafeReason.MissedEjections,
            EjectionCheck.Wrong when IsTooMany(_wrongInARow, plan.WrongEjectionLimit) => FailSafeReason.WrongEjections,
            _ => null,
        };
    }
}
