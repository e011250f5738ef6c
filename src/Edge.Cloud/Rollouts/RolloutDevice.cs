using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>One device in a rollout: what is kept of it.</summary>
internal sealed record RolloutDevice
{
    /// <summary>Its id.</summary>
    public required string Device { get; init; }

    /// <summary>Number of its ring, from 0; -1 where no ring took it.</summary>
    public required int Ring { get; init; }

    /// <summary>Where it is.</summary>
    public required DeviceProgress Progress { get; init; }

    /// <summary>Why.</summary>
    public string? Reason { get; init; }

    /// <summary>Target that it goes back to: what it had before it was offered this one, or <see cref="Edge.Contracts.Updates.DesiredTargets.Factory"/>; null: not offered yet.</summary>
    public string? PreviousTarget { get; init; }

    /// <summary>When it was told to take the release.</summary>
    public DateTimeOffset? OfferedAt { get; init; }

    /// <summary>When it first answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it was seen to run it.</summary>
    public DateTimeOffset? InstalledAt { get; init; }

    /// <summary>Worst p99 from capture to alert when it was offered, in milliseconds: what it is compared with.</summary>
    public double? LatencyBeforeMs { get; init; }

    /// <summary>Restarts counted when it was seen to run it.</summary>
    public long? RestartsBefore { get; init; }

    /// <summary>Alerts that it raised in <see cref="HoursBefore"/> before it was offered the release.</summary>
    public long AlertsBefore { get; init; }

    /// <summary>Length of what counts as before, in hours: as the plan says, or since it enrolled.</summary>
    public double HoursBefore { get; init; }

    /// <summary>Time of the measurement that broke a limit first. One may be chance; the next one decides.</summary>
    public DateTimeOffset? SuspectedAt { get; init; }

    /// <summary>Whether it is part of its ring: not left out, not taken over.</summary>
    public bool Counts => Ring >= 0 && Progress is not (DeviceProgress.Excluded or DeviceProgress.Superseded);

    /// <summary>Whether the release is, or may come, onto it by this rollout.</summary>
    public bool HasTaken => Progress is DeviceProgress.Offered or DeviceProgress.Updating or DeviceProgress.OnTrial or DeviceProgress.Healthy or DeviceProgress.Silent or DeviceProgress.Late;
}
