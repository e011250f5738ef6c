namespace Edge.EndToEnd.Tests.Station;

/// <summary>What a run of a station at a simulated conveyor is like.</summary>
/// <param name="Parts">Parts on the belt.</param>
/// <param name="Kills">SIGKILLs of the agent, spread evenly over the parts.</param>
/// <param name="Seed">Chooses parts.</param>
internal sealed record StationScript(int Parts, int Kills, int Seed)
{
    /// <summary>Counts from trigger sensor to ejector.</summary>
    public int ToEjector { get; init; } = 110;

    /// <summary>Counts of a part's length.</summary>
    public int Length { get; init; } = 30;

    /// <summary>Counts from part to part.</summary>
    public int Spacing { get; init; } = 50;

    /// <summary>Counts a second.</summary>
    public int Speed { get; init; } = 400;

    /// <summary>Share of bad parts.</summary>
    public double BadShare { get; init; } = 0.1;

    /// <summary>Seconds between stops of the belt; 0 never stops it.</summary>
    public int StopEvery { get; init; }

    /// <summary>The station goes by time, not by the encoder.</summary>
    public bool ByTime { get; init; }

    /// <summary>A deadline for verdicts in milliseconds: what the way to the ejector leaves.</summary>
    public int DeadlineMs => (1000 * ToEjector / Speed) - 25;

    /// <summary>Where the run keeps its folder; null deletes it.</summary>
    public string? Keep { get; init; }
}
