namespace Edge.Domain.Inspection.Line;

/// <summary>
/// Neighbours that the ejector cannot tell apart: when one of both must go, both do. A bad part never passes for a good one's sake.
/// </summary>
internal static class Crowding
{
    /// <summary>Ejects every passed part that an ejection would touch, and those that this touches in turn.</summary>
    public static void Resolve(RejectPlan plan, SlotRing slots, LineRecord record)
    {
        // Whatever lies between two parts in conflict is in conflict with both, so looking at neighbours is enough.
        for (int i = 0; i + 1 < slots.Count; i++)
            Touch(plan, slots[i], ref slots[i + 1], record);
        for (int i = slots.Count - 1; i > 0; i--)
            Touch(plan, slots[i], ref slots[i - 1], record);
    }

    private static void Touch(RejectPlan plan, in PartSlot ejected, ref PartSlot passed, LineRecord record)
    {
        if (!ejected.Ejects || !passed.IsDecided || passed.Ejects || passed.IsSettled)
            return;
        if (ejected.Start >= passed.End + plan.Guard || ejected.End <= passed.Start - plan.Guard)
            return;
        passed.Eject(FateCause.Crowded);
        record.Crowded();
    }
}
