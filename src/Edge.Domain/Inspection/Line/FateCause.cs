namespace Edge.Domain.Inspection.Line;

/// <summary>Why a part was ejected or let pass.</summary>
public enum FateCause
{
    /// <summary>By its own verdict.</summary>
    Verdict,

    /// <summary>Ejected, since its verdict was not there at its decision point or deadline.</summary>
    Late,

    /// <summary>Ejected, since the line was in fail-safe or not ready yet.</summary>
    FailSafe,

    /// <summary>Ejected although its verdict was pass: a neighbour that had to be ejected was too close.</summary>
    Crowded,

    /// <summary>The line ended while the part was on its way: left to what stands behind the ready output.</summary>
    Interrupted,
}
