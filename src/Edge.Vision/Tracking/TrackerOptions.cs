namespace Edge.Vision.Tracking;

/// <summary>How the tracker decides. Scores are 0 to 1; times are of the monotonic clock.</summary>
public sealed record TrackerOptions
{
    /// <summary>Detections at or above it start and keep tracks.</summary>
    public float HighScore { get; init; } = 0.5f;

    /// <summary>Detections from here up to <see cref="HighScore"/> only keep tracks; weaker ones are ignored.</summary>
    public float LowScore { get; init; } = 0.1f;

    /// <summary>Detections at or above <see cref="HighScore"/> before a track is confirmed, 1 or more.</summary>
    public int ConfirmHits { get; init; } = 3;

    /// <summary>How long a confirmed track is kept unseen; an object found again nearby within it keeps its id.</summary>
    public TimeSpan KeepLost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Consecutive inferred frames that a track may be missed in before it was ever confirmed; 0 drops it at the first.</summary>
    public int TentativeMisses { get; init; } = 1;

    /// <summary>Which classes a detector may mix up on one object; the default mixes up none.</summary>
    public ClassGroups Groups { get; init; } = ClassGroups.EachItsOwn;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Names the value and what is allowed.</exception>
    internal void Check()
    {
        if (!(HighScore is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(HighScore), HighScore, "must be above 0, up to 1");
        if (!(LowScore >= 0 && LowScore <= HighScore))
            throw new ArgumentOutOfRangeException(nameof(LowScore), LowScore, $"must be 0 up to HighScore ({HighScore})");
        if (ConfirmHits < 1)
            throw new ArgumentOutOfRangeException(nameof(ConfirmHits), ConfirmHits, "must be 1 or more");
        if (KeepLost < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(KeepLost), KeepLost, "must be 0 or more");
        if (TentativeMisses < 0)
            throw new ArgumentOutOfRangeException(nameof(TentativeMisses), TentativeMisses, "must be 0 or more");
    }
}
