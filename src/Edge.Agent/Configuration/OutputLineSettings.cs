namespace Edge.Agent.Configuration;

/// <summary>A line that is driven.</summary>
public sealed record OutputLineSettings
{
    /// <summary>Id of its chip; empty is the first one.</summary>
    public string Chip { get; init; } = "";

    /// <summary>Its number on the chip; -1 is none.</summary>
    public int Line { get; init; } = -1;

    /// <summary>Whether the low level is the active one.</summary>
    public bool ActiveLow { get; init; }

    /// <summary>Whether it is active when nothing can be relied on: at start, after the end, after a crash.</summary>
    public bool SafeActive { get; init; }
}
