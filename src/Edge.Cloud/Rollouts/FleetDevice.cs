namespace Edge.Cloud.Rollouts;

/// <summary>What is known of a device, as decisions about rollouts need it.</summary>
internal sealed record FleetDevice
{
    /// <summary>Its id.</summary>
    public required string Device { get; init; }

    /// <summary>Its site.</summary>
    public required string Site { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is made of, as it enrolled.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>Its serial number.</summary>
    public string Serial { get; init; } = "";

    /// <summary>Whether its certificate was withdrawn.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>When anything came from it last.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Target of the rollout's kind that it is told to have; null: it is told nothing.</summary>
    public string? DesiredTarget { get; init; }

    /// <summary>Target of that kind that it says it runs, or <see cref="Edge.Contracts.Updates.DesiredTargets.Factory"/>; null: it never said.</summary>
    public string? InstalledTarget { get; init; }

    /// <summary>Release counter of what it runs of that kind; null where it did not say.</summary>
    public long? InstalledCounter { get; init; }

    /// <summary>What it says about a change of that kind; null where it says nothing.</summary>
    public UpdateAnswer? Update { get; init; }

    /// <summary>An earlier rollout of the same kind that it neither finished nor came back from; null: none.</summary>
    public UnsettledRollout? Unsettled { get; init; }

    /// <summary>How it is doing.</summary>
    public DeviceHealth Health { get; init; } = new();
}
