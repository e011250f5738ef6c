namespace Edge.Agent.Configuration;

/// <summary>A line that is read.</summary>
public sealed record InputLineSettings
{
    /// <summary>Id of its chip; empty is the first one.</summary>
    public string Chip { get; init; } = "";

    /// <summary>Its number on the chip; -1 is none.</summary>
    public int Line { get; init; } = -1;

    /// <summary>Whether the low level is the active one.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Which edges count; <see cref="LineEdges.Rising"/> is towards active, also where that is the low level.</summary>
    public LineEdges Edge { get; init; }

    /// <summary>What holds the line while nothing drives it.</summary>
    public LinePull Pull { get; init; }

    /// <summary>How long the level must stay for its edge to count; zero is every edge.</summary>
    public TimeSpan Debounce { get; init; }
}
