namespace Edge.Domain.Inspection.Line;

/// <summary>What a line's distances are measured in.</summary>
public enum LineMeasure
{
    /// <summary>Time on a belt of constant speed: one step is 100 ns, a tick of <see cref="TimeSpan"/>.</summary>
    Time,

    /// <summary>Encoder counts: one step is one count. While the belt stands, nothing is due.</summary>
    Counts,
}
