namespace Edge.Contracts.Rollouts;

/// <summary>An operator lets the open ring pass without its quorum.</summary>
public sealed record RolloutAdvance
{
    /// <summary>Why, for the record; must be given.</summary>
    public required string Reason { get; init; }
}
