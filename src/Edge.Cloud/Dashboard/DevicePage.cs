using System.Text.Json;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Dashboard;

/// <summary>All that a device's page shows.</summary>
internal sealed record DevicePage
{
    /// <summary>At a glance.</summary>
    public required DeviceGlance Glance { get; init; }

    /// <summary>What it is made of.</summary>
    public required string Hardware { get; init; }

    /// <summary>Its serial number.</summary>
    public required string Serial { get; init; }

    /// <summary>When it enrolled.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When it was shut out; null: it is not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Starts of its agent that were counted.</summary>
    public long? Starts { get; init; }

    /// <summary>Its latest telemetry, as it sent it.</summary>
    public JsonElement? Telemetry { get; init; }

    /// <summary>The last day in spans of five minutes, oldest first.</summary>
    public required IReadOnlyList<HealthSpan> History { get; init; }

    /// <summary>The last fortnight, oldest first; each day over all its cameras.</summary>
    public required IReadOnlyList<CoverageDay> Coverage { get; init; }

    /// <summary>Cameras of which there is a picture, with its time.</summary>
    public required IReadOnlyDictionary<string, DateTimeOffset> Pictures { get; init; }

    /// <summary>What it runs, by kind.</summary>
    public required IReadOnlyDictionary<ReleaseKind, InstalledRelease> Installed { get; init; }

    /// <summary>How wanted releases fare, by kind.</summary>
    public required IReadOnlyDictionary<ReleaseKind, UpdateProgress> Updates { get; init; }

    /// <summary>When it last reported what it runs.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Rollouts that it is or was in, the newest first.</summary>
    public required IReadOnlyList<DeviceRollout> Rollouts { get; init; }
}
