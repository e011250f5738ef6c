namespace Edge.Vision.Motion;

/// <summary>How the motion gate decides.</summary>
public sealed record MotionGateOptions
{
    /// <summary>Change of mean brightness, 1 to 255, that makes a block of the picture count as changed.</summary>
    public int Threshold { get; init; } = 12;

    /// <summary>Part of the picture's blocks that must have changed, 0 to 1; at least one block always.</summary>
    public double MinimumArea { get; init; } = 0.0005;

    /// <summary>A still scene is inferred at least this often all the same.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the gate stays open after the last change, so that rules and tracker can settle.</summary>
    public TimeSpan StayOpen { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    internal void Check()
    {
        if (Threshold is < 1 or > 255)
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "must be 1 to 255");
        if (!(MinimumArea is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(MinimumArea), MinimumArea, "must be 0 to 1");
        if (RefreshEvery <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(RefreshEvery), RefreshEvery, "must be above 0");
        if (StayOpen < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(StayOpen), StayOpen, "must be 0 or more");
    }
}
