namespace Edge.Contracts.Messages;

/// <summary>What one alert says about its object, for Frigate-shaped events.</summary>
public sealed record FrigateObject
{
    /// <summary>Unique through the alert's life.</summary>
    public required string Id { get; init; }

    /// <summary>Camera id.</summary>
    public required string Camera { get; init; }

    /// <summary>Class name.</summary>
    public required string Label { get; init; }

    /// <summary>Score of the latest sighting, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>Best score so far, 0 to 1.</summary>
    public required double TopScore { get; init; }

    /// <summary>Left, top, right, bottom in pixels of the captured frame: Frigate's order.</summary>
    public required (int Left, int Top, int Right, int Bottom) Box { get; init; }

    /// <summary>UTC of the first sighting.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>UTC of this sighting.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Zones that the object is in.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>Whether there is a picture of it.</summary>
    public bool HasSnapshot { get; init; }
}
