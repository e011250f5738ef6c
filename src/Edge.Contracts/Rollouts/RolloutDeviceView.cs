namespace Edge.Contracts.Rollouts;

/// <summary>One device in a rollout.</summary>
public sealed record RolloutDeviceView
{
    /// <summary>Its id.</summary>
    public required string Device { get; init; }

    /// <summary>Name of its ring; null where no ring took it.</summary>
    public string? Ring { get; init; }

    /// <summary>Where it is.</summary>
    public required DeviceProgress Progress { get; init; }

    /// <summary>Why; null where nothing needs saying.</summary>
    public string? Reason { get; init; }

    /// <summary>Target that it had before; null where it had none.</summary>
    public string? PreviousTarget { get; init; }

    /// <summary>When it was told to take the release, UTC.</summary>
    public DateTimeOffset? OfferedAt { get; init; }

    /// <summary>When it was seen to run it, UTC.</summary>
    public DateTimeOffset? InstalledAt { get; init; }
}
