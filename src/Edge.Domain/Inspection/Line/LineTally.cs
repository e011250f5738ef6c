namespace Edge.Domain.Inspection.Line;

/// <summary>What a line has counted since its start.</summary>
public readonly record struct LineTally
{
    /// <summary>Parts that were opened.</summary>
    public long Opened { get; init; }

    /// <summary>Parts that were let pass.</summary>
    public long Passed { get; init; }

    /// <summary>Parts that were ejected, for whatever cause.</summary>
    public long Ejected { get; init; }

    /// <summary>Of the ejected: those in fail-safe or before the line was ready.</summary>
    public long EjectedInFailSafe { get; init; }

    /// <summary>Parts whose verdict was not there in time.</summary>
    public long LateVerdicts { get; init; }

    /// <summary>Triggers too close behind another to be a part of their own.</summary>
    public long DoubleTriggers { get; init; }

    /// <summary>Good parts that had to go with a neighbour.</summary>
    public long Crowded { get; init; }

    /// <summary>Parts that were to be ejected and went by before the output was set.</summary>
    public long Slipped { get; init; }

    /// <summary>Parts that were on their way when the line ended.</summary>
    public long Interrupted { get; init; }

    /// <summary>Triggers that found no room.</summary>
    public long NoRoom { get; init; }

    /// <summary>Ejections seen in time.</summary>
    public long Confirmed { get; init; }

    /// <summary>Ejections seen late.</summary>
    public long LateEjections { get; init; }

    /// <summary>Ejections not seen.</summary>
    public long MissedEjections { get; init; }

    /// <summary>Parts that fell without having been ejected.</summary>
    public long WrongEjections { get; init; }

    /// <summary>Times the line went into fail-safe.</summary>
    public long FailSafes { get; init; }
}
