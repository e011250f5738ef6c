namespace Edge.Agent.Capture.Conveyor;

/// <summary>One part of a simulated conveyor: what it really is, and what became of it.</summary>
internal sealed class ConveyorPart(int index, ConveyorPartKind kind, int picture, long start)
{
    /// <summary>Its number, from 0.</summary>
    public int Index => index;

    /// <summary>What it really is.</summary>
    public ConveyorPartKind Kind => kind;

    /// <summary>Which picture of its kind shows it.</summary>
    public int Picture => picture;

    /// <summary>Where its leading edge meets the trigger sensor, in counts of the belt.</summary>
    public long Start => start;

    /// <summary>Presented as a golden part.</summary>
    public bool IsGolden { get; init; }

    /// <summary>When it was at the trigger sensor; <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long TriggeredAt { get; set; }

    /// <summary>The same on the wall.</summary>
    public DateTimeOffset TriggeredUtc { get; set; }

    /// <summary>Somebody watched the trigger sensor then.</summary>
    public bool WasWatched { get; set; }

    /// <summary>Counts for which the ejector was active while it was in front of it.</summary>
    public int HitCounts { get; set; }

    /// <summary>When the ejector became active in front of it; 0 for never.</summary>
    public long HitAt { get; set; }

    /// <summary>The station was ready when its middle was in front of the ejector.</summary>
    public bool WasReady { get; set; }

    /// <summary>Which bin it is in; null while it is on its way.</summary>
    public ConveyorBin? Bin { get; set; }

    /// <summary>It was to be ejected, and jammed.</summary>
    public bool Jammed { get; set; }
}
