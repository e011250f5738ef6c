namespace Edge.Cloud.Rollouts;

/// <summary>What one look at a rollout decides. Committed as a whole, or decided again from the same state.</summary>
internal sealed record RolloutStep
{
    /// <summary>The rollout from here on.</summary>
    public required Rollout Rollout { get; init; }

    /// <summary>Devices that changed, as they are from here on.</summary>
    public required IReadOnlyList<RolloutDevice> Changed { get; init; }

    /// <summary>What devices are to be told.</summary>
    public required IReadOnlyList<DesiredChange> Desired { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<RolloutEvent> Events { get; init; }
}
