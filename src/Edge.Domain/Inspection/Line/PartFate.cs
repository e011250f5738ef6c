namespace Edge.Domain.Inspection.Line;

/// <summary>How one part left the ejector; told exactly once for each opened part.</summary>
/// <param name="Part">Its number, as given when it was opened.</param>
/// <param name="Triggered">Where the belt stood at its trigger.</param>
/// <param name="Exit">How it left.</param>
/// <param name="Cause">Why.</param>
/// <param name="DecidedAt">When its verdict was taken; null where none was taken.</param>
/// <param name="DueStep">Where it was to come in front of the ejector: the belt's position in steps of the plan's measure (ticks of time, or counts).</param>
/// <param name="OutputAt">
/// When the ejector became active for it (while it was held active: when the part reached it); for a part that passed, when it left the
/// ejector's reach; for an interrupted one, when the line ended.
/// </param>
public readonly record struct PartFate(
    long Part, LinePosition Triggered, PartExit Exit, FateCause Cause, TimeSpan? DecidedAt, long DueStep, TimeSpan OutputAt);
