namespace Edge.Contracts.Rollouts;

/// <summary>A rollout, as the cloud's API shows it.</summary>
public sealed record RolloutView
{
    /// <summary>UUIDv7.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for.</summary>
    public required RolloutPlan Plan { get; init; }

    /// <summary>Where it is.</summary>
    public required RolloutStatus Status { get; init; }

    /// <summary>Why it is there; null where nothing needs saying.</summary>
    public string? Reason { get; init; }

    /// <summary>What waits for an operator; null where nothing does.</summary>
    public string? Attention { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was completed, halted or aborted, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its rings in order.</summary>
    public required IReadOnlyList<RingView> Rings { get; init; }

    /// <summary>Devices that no ring took.</summary>
    public required int LeftOut { get; init; }
}
