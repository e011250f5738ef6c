namespace Edge.Contracts.Rollouts;

/// <summary>
/// One ring of a rollout: which devices come next. Of the rollout's devices that no earlier ring took, it takes those that <see cref="Only"/> names, up to
/// <see cref="Percent"/> or <see cref="Count"/>; without either, all of them.
/// </summary>
public sealed record RingPlan
{
    /// <summary>Name for people, unique in the rollout.</summary>
    public required string Name { get; init; }

    /// <summary>Narrows the ring to some of the rollout's devices; null: any of them.</summary>
    public DeviceSelector? Only { get; init; }

    /// <summary>How much of all the rollout's devices this and the earlier rings hold together, above 0 to 100, rounded up to whole devices; null: no such bound.</summary>
    public double? Percent { get; init; }

    /// <summary>Most devices in this ring, 1 or more; null: no such bound.</summary>
    public int? Count { get; init; }

    /// <summary>How long a device is watched after it has installed the release, in seconds, 1 to 2592000 (30 days); null: as the plan says.</summary>
    public double? SoakSeconds { get; init; }

    /// <summary>Share of the ring's devices that must have proved well before the next ring begins, above 0 to 1; null: as the plan says.</summary>
    public double? Quorum { get; init; }

    /// <summary>Most devices that fetch and install at one time, 1 or more; null: all of the ring.</summary>
    public int? AtOnce { get; init; }
}
