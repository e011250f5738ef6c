namespace Edge.Contracts.Rollouts;

/// <summary>How a ring is doing.</summary>
public sealed record RingView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public required RingStatus Status { get; init; }

    /// <summary>When its devices began to be offered the release.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it passed or failed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Devices in it, without those left out.</summary>
    public required int Size { get; init; }

    /// <summary>How many of them must prove well.</summary>
    public required int Needed { get; init; }

    /// <summary>Devices by where they are, those left out too.</summary>
    public required IReadOnlyDictionary<DeviceProgress, int> Counts { get; init; }

    /// <summary>What each limit came to; empty while there is nothing to measure.</summary>
    public required IReadOnlyList<RingMeasure> Measures { get; init; }
}
