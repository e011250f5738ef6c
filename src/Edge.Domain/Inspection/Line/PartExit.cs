namespace Edge.Domain.Inspection.Line;

/// <summary>How a part left the line.</summary>
public enum PartExit
{
    /// <summary>The ejector was inactive while the part was in its reach.</summary>
    Passed,

    /// <summary>The ejector was active for it.</summary>
    Ejected,

    /// <summary>It was to be ejected, and had gone by before the output was set: it may be among the good ones.</summary>
    Slipped,

    /// <summary>The line ended while it was on its way: left to what stands behind the ready output.</summary>
    Interrupted,
}
