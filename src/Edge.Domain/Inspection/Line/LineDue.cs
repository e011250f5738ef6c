namespace Edge.Domain.Inspection.Line;

/// <summary>When a line wants to be advanced next: at whichever comes first.</summary>
/// <param name="Time">A moment; <see cref="TimeSpan.MaxValue"/> for none.</param>
/// <param name="Counts">An encoder position; <see cref="long.MaxValue"/> for none.</param>
public readonly record struct LineDue(TimeSpan Time, long Counts)
{
    /// <summary>Nothing is due by itself.</summary>
    public static LineDue None => new(TimeSpan.MaxValue, long.MaxValue);

    /// <summary>Whether a position has come to it.</summary>
    public bool IsReached(in LinePosition at) => at.Time >= Time || at.Counts >= Counts;

    /// <summary>The earlier of both, in each measure.</summary>
    internal LineDue Or(TimeSpan time) => time < Time ? this with { Time = time } : this;

    /// <summary>The earlier of both, in each measure.</summary>
    internal LineDue OrStep(LineMeasure measure, long step) => measure == LineMeasure.Time
        ? Or(TimeSpan.FromTicks(step))
        : step < Counts ? this with { Counts = step } : this;
}
