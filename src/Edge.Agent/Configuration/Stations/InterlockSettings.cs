namespace Edge.Agent.Configuration.Stations;

/// <summary>The check with known parts: one good, one bad, one blank.</summary>
public sealed record InterlockSettings
{
    /// <summary>Whether the station asks for known parts.</summary>
    public bool Enabled { get; init; }

    /// <summary>Longest time between checks; zero is only at the start and after a change.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Most parts between checks; 0 is any number.</summary>
    public int EveryParts { get; init; }

    /// <summary>How long to wait for each of the three.</summary>
    public TimeSpan PresentWithin { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Classes of defects that the known bad part must show; empty is any.</summary>
    public IReadOnlyList<string> BadClasses { get; init; } = [];
}
