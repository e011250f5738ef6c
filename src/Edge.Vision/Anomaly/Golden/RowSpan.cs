namespace Edge.Vision.Anomaly.Golden;

/// <summary>A stretch of a row: from <paramref name="Start"/> to before <paramref name="End"/>.</summary>
internal readonly record struct RowSpan(int Start, int End)
{
    public int Length => Math.Max(0, End - Start);

    public RowSpan And(RowSpan other) => new(Math.Max(Start, other.Start), Math.Min(End, other.End));

    /// <summary>Its part in a row of <paramref name="width"/> pixels; an empty one begins and ends at 0.</summary>
    public RowSpan Within(int width)
    {
        var part = new RowSpan(Math.Max(0, Start), Math.Min(width, End));
        return part.Start < part.End ? part : default;
    }
}
