namespace Edge.Contracts.Rollouts;

/// <summary>An operator ends a rollout.</summary>
public sealed record RolloutAbort
{
    /// <summary>Whether devices keep what they took; otherwise they are set back to what they had before.</summary>
    public bool Keep { get; init; }

    /// <summary>Why, for the record.</summary>
    public string? Reason { get; init; }
}
