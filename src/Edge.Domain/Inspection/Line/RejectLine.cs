namespace Edge.Domain.Inspection.Line;

/// <summary>
/// The parts between trigger and ejector, and what their outputs must do. Pure: it takes positions of the belt as values and knows no clock,
/// no thread and no device. Not thread safe.
/// <list type="number">
/// <item>A trigger opens a part (<see cref="Open"/>); its verdict arrives while the belt carries it on (<see cref="Decide"/>).</item>
/// <item>At its decision point, or its deadline, a part without a verdict is to be ejected: cannot judge is never pass.</item>
/// <item>In front of the ejector it is ejected or let pass, and its fate is told, exactly once.</item>
/// <item>The confirmation sensor is compared with what was ejected (<see cref="Confirm"/>).</item>
/// </list>
/// Whoever drives it calls <see cref="Advance"/> when <see cref="Due"/> is reached and sets the outputs to <see cref="Outputs"/> after every call.
/// A good part is ejected only in fail-safe, while draining, or with a neighbour that it cannot be told from; a part that must go passes only
/// when it was advanced too late, which is told as a slipped part and puts the line into fail-safe.
/// </summary>
public sealed class RejectLine
{
    private readonly RejectPlan _plan;
    private readonly ILineListener _listener;
    private readonly SlotRing _slots;
    private readonly LineRecord _record;
    private readonly PartWay _way;
    private LinePosition _at;
    private LinePosition? _lastTrigger;
    private int _stillTriggers;
    private long _drainedAt = long.MaxValue;
    private bool _isWatched;
    private bool _ejectorDoubted;

    /// <summary>A line that drains what may lie on its belt, from when its triggers are watched (<see cref="Watch"/>).</summary>
    /// <param name="plan">Its geometry and rules.</param>
    /// <param name="start">Where the belt stands.</param>
    /// <param name="listener">Hears what becomes of parts.</param>
    /// <exception cref="ArgumentException">The plan has faults; the message lists them.</exception>
    public RejectLine(RejectPlan plan, LinePosition start, ILineListener listener)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(listener);
        if (plan.Faults() is { Count: > 0 } faults)
            throw new ArgumentException("the reject line's plan: " + string.Join("; ", faults), nameof(plan));
        _plan = plan;
        _listener = listener;
        _slots = new SlotRing(plan.Capacity);
        _record = new LineRecord(plan, listener);
        _way = new PartWay(plan, _slots, _record);
        _at = start;
    }

    /// <summary>What the line is doing.</summary>
    public LineState State { get; private set; } = LineState.Draining;

    /// <summary>Why it is in fail-safe; <see cref="FailSafeReason.None"/> when it is not.</summary>
    public FailSafeReason Reason { get; private set; }

    /// <summary>What was counted so far.</summary>
    public LineTally Tally => _record.Tally;

    /// <summary>Parts and double triggers between trigger and the end of the ejector's reach.</summary>
    public int InFlight => _slots.Count;

    /// <summary>The levels that the outputs must have now.</summary>
    public LineOutputs Outputs => new(EjectorIsOn(), LineIsStopped(), State == LineState.Ready);

    /// <summary>When <see cref="Advance"/> must be called next, unless another call changes it.</summary>
    public LineDue Due => LineSchedule.DueOf(_plan, _slots, State, _drainedAt, _record.Due);

    /// <summary>
    /// From now on every trigger reaches the line. What came by before is unknown, so a line that nobody tells this drains for ever.
    /// </summary>
    public void Watch(LinePosition at)
    {
        Advance(at);
        if (_isWatched)
            return;
        _isWatched = true;
        Drain();
    }

    /// <summary>A trigger: a part begins its way.</summary>
    /// <param name="part">Its number; a later part has another.</param>
    /// <param name="at">Where the belt stood at the trigger, not when it was noticed.</param>
    public PartOpening Open(long part, LinePosition at)
    {
        Advance(at);
        if (State == LineState.Closed)
            return PartOpening.Closed;
        bool isDouble = _lastTrigger is { } last && StepOf(at) - StepOf(last) < _plan.MinimumSpacing;
        bool isStill = _plan.Measure == LineMeasure.Counts && _lastTrigger is { } former && former.Counts == at.Counts;
        _stillTriggers = isStill ? _stillTriggers + 1 : 0;
        _lastTrigger = at;
        if (_plan.StillTriggerLimit > 0 && _stillTriggers >= _plan.StillTriggerLimit)
            TripNow(FailSafeReason.EncoderSilent);
        if (isDouble)
            return OpenExtra(at);
        if (_slots.IsFull)
            return Refuse();
        _slots.Add(NewSlot(part, at, isExtra: false));
        _record.Opened();
        return PartOpening.Opened;
    }

    /// <summary>A part's verdict.</summary>
    /// <param name="part">Its number.</param>
    /// <param name="ejects">True to eject it: fail and cannot judge; false to let it pass.</param>
    /// <param name="at">Where the belt stands.</param>
    public DecisionTaking Decide(long part, bool ejects, LinePosition at)
    {
        Advance(at);
        int index = _slots.Find(part);
        if (index < 0)
            return DecisionTaking.Unknown;
        ref PartSlot slot = ref _slots[index];
        if (slot.IsDecided)
        {
            return slot.Cause switch
            {
                FateCause.Late => DecisionTaking.TooLate,
                FateCause.Verdict => DecisionTaking.Unknown,
                _ => DecisionTaking.Overruled,
            };
        }

        (slot.IsDecided, slot.Ejects, slot.Cause, slot.DecidedAt) = (true, ejects, FateCause.Verdict, at.Time);
        _record.DecidedInTime();
        Crowding.Resolve(_plan, _slots, _record);
        Settle(wasOn: false);
        return DecisionTaking.Taken;
    }

    /// <summary>The confirmation sensor saw a part fall. Without a sensor in the plan this does nothing.</summary>
    public void Confirm(LinePosition at)
    {
        Advance(at);
        if (State != LineState.Closed && _record.Confirm(at.Time) is { } reason)
            TripNow(reason);
    }

    /// <summary>Takes note of where the belt stands now, and does what is due.</summary>
    public void Advance(LinePosition at)
    {
        if (State == LineState.Closed)
            return;
        bool wasOn = EjectorIsOn();
        // Edges carry the time at which they happened, which may be just before the last call.
        _at = new LinePosition(at.Time > _at.Time ? at.Time : _at.Time, at.Counts);
        if (State == LineState.Draining && StepOf(_at) >= _drainedAt)
            Enter(LineState.Ready, FailSafeReason.None);
        _way.DecideLateOnes(StepOf(_at), _at.Time);
        Settle(wasOn);
        if (_record.TakeMissed(_at.Time) is { } reason)
            TripNow(reason);
        if (_record.LateVerdictsAreTooMany)
            TripNow(FailSafeReason.LateVerdicts);
    }

    /// <summary>
    /// The ejector has really become inactive only here: its output was set late. Parts that had come in front of it by then count as ejected.
    /// </summary>
    public void Released(LinePosition at)
    {
        _way.EjectReached(StepOf(at));
        Advance(at);
    }

    /// <summary>Goes into fail-safe: every part on its way is ejected, and all that follow, until <see cref="Clear"/>.</summary>
    /// <param name="reason">Why; the first of several stays.</param>
    /// <param name="at">Where the belt stands.</param>
    public void Trip(FailSafeReason reason, LinePosition at)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)reason, (int)FailSafeReason.None, nameof(reason));
        Advance(at);
        TripNow(reason);
    }

    /// <summary>Leaves fail-safe: the belt is drained first. Without effect in any other state.</summary>
    /// <returns>Whether it was in fail-safe.</returns>
    public bool Clear(LinePosition at)
    {
        Advance(at);
        if (State != LineState.FailSafe)
            return false;
        Drain();
        _stillTriggers = 0;
        _ejectorDoubted = false;
        _record.ForgetStreaks();
        Enter(LineState.Draining, FailSafeReason.None);
        return true;
    }

    /// <summary>Ends the line: parts on their way are told as interrupted, outputs go to their safe levels.</summary>
    public void Close(LinePosition at)
    {
        Advance(at);
        if (State == LineState.Closed)
            return;
        _way.Interrupt(_at.Time);
        Enter(LineState.Closed, FailSafeReason.None);
    }

    private void Drain() => _drainedAt = _isWatched ? StepOf(_at) + _plan.Length : long.MaxValue;

    private long StepOf(in LinePosition at) => LineSchedule.StepOf(_plan.Measure, at);

    private bool EjectorIsOn() => State switch
    {
        LineState.Closed => false,
        LineState.Draining => true,
        LineState.FailSafe when _plan.FailSafe == FailSafeAction.RejectAll => true,
        _ => LineSchedule.PulseIsOn(_plan, _slots),
    };

    private bool LineIsStopped() => State switch
    {
        LineState.FailSafe => _plan.FailSafe == FailSafeAction.StopLine || _ejectorDoubted,
        LineState.Closed => _plan.FailSafe == FailSafeAction.StopLine,
        _ => false,
    };

    private PartSlot NewSlot(long part, LinePosition at, bool isExtra)
    {
        long start = StepOf(at) + _plan.Delay;
        var slot = new PartSlot { Part = part, IsExtra = isExtra, Triggered = at, Start = start, End = start + _plan.Pulse };
        if (isExtra)
            slot.Eject(FateCause.Crowded);
        else if (State != LineState.Ready)
            slot.Eject(FateCause.FailSafe);
        return slot;
    }

    private PartOpening OpenExtra(LinePosition at)
    {
        _record.DoubleTrigger();
        PartSlot extra = NewSlot(0, at, isExtra: true);
        // A sensor that chatters fills one slot, not all.
        if (_slots.Count > 0 && _slots[_slots.Count - 1] is { IsExtra: true, IsReached: false })
            _slots[_slots.Count - 1].End = extra.End;
        else if (_slots.IsFull)
            Refuse();
        else
            _slots.Add(extra);
        Crowding.Resolve(_plan, _slots, _record);
        return PartOpening.DoubleTrigger;
    }

    private PartOpening Refuse()
    {
        _record.NoRoom();
        TripNow(FailSafeReason.Overflow);
        return PartOpening.NoRoom;
    }

    private void TripNow(FailSafeReason reason)
    {
        if (State == LineState.Closed)
            return;
        // What the ejector cannot be trusted with, the belt's stop shall hold, whichever came first.
        _ejectorDoubted |= reason is FailSafeReason.OutputFault or FailSafeReason.MissedEjections or FailSafeReason.SlippedPart;
        if (State == LineState.FailSafe)
            return;
        _record.FailSafe();
        _way.EjectAll();
        Enter(LineState.FailSafe, reason);
        Settle(wasOn: false);
    }

    private void Settle(bool wasOn)
    {
        if (_way.Settle(StepOf(_at), _at.Time, wasOn))
            TripNow(FailSafeReason.SlippedPart);
    }

    private void Enter(LineState state, FailSafeReason reason)
    {
        (State, Reason) = (state, reason);
        _record.StateChanged(state, _at.Time);
        _listener.StateChanged(state, reason, _at);
    }
}
