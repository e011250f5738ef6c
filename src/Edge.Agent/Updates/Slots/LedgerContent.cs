using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Slots;

/// <summary>What the device remembers of past updates.</summary>
internal sealed record LedgerContent
{
    /// <summary>The highest counter that was ever committed, by kind.</summary>
    public IReadOnlyDictionary<ReleaseKind, long> Counters { get; init; } = new Dictionary<ReleaseKind, long>();

    /// <summary>How the last update of each kind ended.</summary>
    public IReadOnlyDictionary<ReleaseKind, UpdateProgress> Last { get; init; } = new Dictionary<ReleaseKind, UpdateProgress>();

    /// <summary>What failed, the newest last; a few.</summary>
    public IReadOnlyList<FailedUpdate> Failures { get; init; } = [];
}
