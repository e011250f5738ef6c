namespace Edge.Domain.Inspection.Line;

/// <summary>What is due when, by the plan's geometry.</summary>
internal static class LineSchedule
{
    /// <summary>A position as a step of the measure.</summary>
    public static long StepOf(LineMeasure measure, in LinePosition at) => measure == LineMeasure.Time ? at.Time.Ticks : at.Counts;

    /// <summary>Whether a verdict would come too late now.</summary>
    public static bool IsPastDecision(RejectPlan plan, in PartSlot slot, long step, TimeSpan now) =>
        step >= slot.Start - plan.Lead || (plan.Deadline is { } deadline && now - slot.Triggered.Time >= deadline);

    /// <summary>Whether a part can be forgotten: nothing can touch it any more, nor can it touch a neighbour.</summary>
    public static bool IsGone(RejectPlan plan, in PartSlot slot, long step) =>
        slot.IsSettled && slot.IsOver && step >= slot.End + Math.Max(plan.Guard, plan.Merge);

    /// <summary>Whether a pulse is on, or goes over into the next one.</summary>
    public static bool PulseIsOn(RejectPlan plan, SlotRing slots)
    {
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (!slot.Ejects || !slot.IsReached)
                continue;
            if (!slot.IsOver)
                return true;
            if (i + 1 < slots.Count && slots[i + 1] is { Ejects: true, IsReached: false } next && next.Start - slot.End <= plan.Merge)
                return true;
        }

        return false;
    }

    /// <summary>When anything happens next.</summary>
    public static LineDue DueOf(RejectPlan plan, SlotRing slots, LineState state, long drainedAt, TimeSpan confirmationDue)
    {
        if (state == LineState.Closed)
            return LineDue.None;
        LineDue due = LineDue.None.Or(confirmationDue);
        if (state == LineState.Draining)
            due = due.OrStep(plan.Measure, drainedAt);
        for (int i = 0; i < slots.Count; i++)
        {
            ref PartSlot slot = ref slots[i];
            if (!slot.IsDecided)
            {
                due = due.OrStep(plan.Measure, slot.Start - plan.Lead);
                if (plan.Deadline is { } deadline)
                    due = due.Or(slot.Triggered.Time + deadline);
            }

            due = due.OrStep(plan.Measure, NextStepOf(plan, slot));
        }

        return due;
    }

    private static long NextStepOf(RejectPlan plan, in PartSlot slot)
    {
        if (!slot.IsReached)
            return slot.Start;
        if (!slot.IsOver)
            return slot.End;
        return slot.IsSettled ? slot.End + Math.Max(plan.Guard, plan.Merge) : slot.End + plan.Guard;
    }
}
