namespace Edge.Domain.Inspection.Line;

/// <summary>
/// The parts' way to and past the ejector: what is decided by being late, what each comes to in front of the ejector, and when it is forgotten.
/// </summary>
internal sealed class PartWay(RejectPlan plan, SlotRing slots, LineRecord record)
{
    /// <summary>Decides to eject what has come to its decision point or deadline without a verdict.</summary>
    public void DecideLateOnes(long step, TimeSpan now)
    {
        bool any = false;
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (slot.IsDecided || !LineSchedule.IsPastDecision(plan, slot, step, now))
                continue;
            slot.Eject(FateCause.Late);
            record.DecidedLate();
            any = true;
        }

        if (any)
            Crowding.Resolve(plan, slots, record);
    }

    /// <summary>Decides to eject everything that has not gone by, for fail-safe.</summary>
    public void EjectAll()
    {
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (slot is { IsSettled: false, IsOver: false })
                slot.Eject(FateCause.FailSafe);
        }
    }

    /// <summary>A pulse lasted until here: what was to pass, and had come in front of the ejector by then, was hit.</summary>
    public void EjectReached(long step)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (slot is { IsDecided: true, Ejects: false, IsSettled: false } && step > slot.Start)
                Crowd(ref slot);
        }
    }

    /// <summary>The line ends: what is on its way is told as interrupted, and forgotten.</summary>
    public void Interrupt(TimeSpan now)
    {
        for (; slots.Count > 0; slots.RemoveFirst())
        {
            if (slots[0] is { IsSettled: false, IsExtra: false })
                record.Left(slots[0], PartExit.Interrupted, FateCause.Interrupted, now);
        }
    }

    /// <summary>Tells the fate of every part that has one by now, and forgets those that are out of reach.</summary>
    /// <param name="step">Where the belt stands.</param>
    /// <param name="now">When.</param>
    /// <param name="wasOn">Whether the ejector was active up to now.</param>
    /// <returns>Whether a part that was to be ejected had gone by before.</returns>
    public bool Settle(long step, TimeSpan now, bool wasOn)
    {
        bool slipped = false;
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (step < slot.Start && !slot.IsReached)
                continue;
            Reach(ref slot, now, overrun: wasOn && step > slot.Start);
            bool isOver = slot.IsOver || step >= slot.End;
            if (slot is { Ejects: true, IsSettled: false })
                slipped |= !SettleEjected(ref slot, now, isOver, wasOn);
            else if (!slot.IsSettled && step >= slot.End + plan.Guard)
                SettlePassed(ref slot, now);
            if (isOver)
                record.Over(slot, now);
            slot.IsOver = isOver;
        }

        while (slots.Count > 0 && LineSchedule.IsGone(plan, slots[0], step))
            slots.RemoveFirst();
        return slipped;
    }

    private void Reach(ref PartSlot slot, TimeSpan now, bool overrun)
    {
        if (slot.IsReached)
            return;
        slot.IsReached = true;
        if (slot.Ejects)
            return;
        // The line was advanced so late that a neighbour's pulse lasted until this part was there.
        if (overrun)
        {
            Crowd(ref slot);
            return;
        }

        slot.IsWatched = true;
        record.Reached(slot, ejected: false, now);
    }

    private void Crowd(ref PartSlot slot)
    {
        slot.Eject(FateCause.Crowded);
        record.Crowded();
    }

    /// <returns>False where it had gone by before.</returns>
    private bool SettleEjected(ref PartSlot slot, TimeSpan now, bool isOver, bool wasOn)
    {
        slot.IsSettled = true;
        // An ejector that has been active since before the part came needs no new pulse; a part that turned from passing to ejected did so
        // within the reach of its neighbour's pulse.
        bool inReach = !isOver || wasOn || slot.IsWatched;
        if (inReach)
            record.Reached(slot, ejected: true, now);
        if (!slot.IsExtra)
            record.Left(slot, inReach ? PartExit.Ejected : PartExit.Slipped, slot.Cause, now);
        return inReach;
    }

    private void SettlePassed(ref PartSlot slot, TimeSpan now)
    {
        slot.IsSettled = true;
        record.Left(slot, PartExit.Passed, slot.Cause, now);
    }
}
