using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>A rollout's state without its devices. An immutable value; times are UTC, since they outlive the process.</summary>
internal sealed record Rollout
{
    /// <summary>UUIDv7.</summary>
    public required string Id { get; init; }

    /// <summary>What was asked for.</summary>
    public required RolloutPlan Plan { get; init; }

    /// <summary>What the release said of itself when the rollout was made.</summary>
    public required ReleaseDescription Release { get; init; }

    /// <summary>Where it is.</summary>
    public required RolloutStatus Status { get; init; }

    /// <summary>Why it is there.</summary>
    public string? Reason { get; init; }

    /// <summary>What waits for an operator.</summary>
    public string? Attention { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was completed, halted or aborted.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it was last stepped: steps never go back in time, even where an instance's clock does.</summary>
    public required DateTimeOffset SteppedAt { get; init; }

    /// <summary>Its rings in order, as many as in the plan.</summary>
    public required IReadOnlyList<RolloutRing> Rings { get; init; }

    /// <summary>Whether rings still open: running or paused.</summary>
    public bool IsLive => Status is RolloutStatus.Running or RolloutStatus.Paused;

    /// <summary>Watched for after installing, in ring number <paramref name="ring"/>.</summary>
    public TimeSpan Soak(int ring) => TimeSpan.FromSeconds(Plan.Rings[ring].SoakSeconds ?? Plan.SoakSeconds);

    /// <summary>Longest a device may take.</summary>
    public TimeSpan Wait => TimeSpan.FromSeconds(Plan.WaitSeconds);

    /// <summary>How many of <paramref name="size"/> devices of ring number <paramref name="ring"/> must prove well: at least one of any.</summary>
    public int Needed(int ring, int size) => (int)Math.Ceiling((Plan.Rings[ring].Quorum ?? Plan.Quorum) * size - 1e-9);

    /// <summary>How many of <paramref name="size"/> devices of a ring may fail.</summary>
    public int MayFail(int size) => (int)Math.Floor(Plan.Limits.MaximumFailedFraction * size + 1e-9);
}
