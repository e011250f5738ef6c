using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>A ring's state.</summary>
internal sealed record RolloutRing
{
    /// <summary>Where it is.</summary>
    public RingStatus Status { get; init; } = RingStatus.Waiting;

    /// <summary>When its devices began to be offered the release.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it passed or failed.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether an operator let it pass without its quorum.</summary>
    public bool IsAdvanced { get; init; }

    /// <summary>What each limit came to when it was last measured.</summary>
    public IReadOnlyList<RingMeasure> Measures { get; init; } = [];
}
