namespace Edge.Contracts.Updates;

/// <summary>
/// What a device says that it runs, signed with its own key as Uptane asks (Standard 2.1.0, 5.4.2.1, "vehicle version manifest"): a cloud, or whoever
/// sits between, cannot make a fleet look updated, or healthy, when it is not.
/// </summary>
public sealed record DeviceReport
{
    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>What the device is made of, as targets name it.</summary>
    public required string Hardware { get; init; }

    /// <summary>Serial number of the device.</summary>
    public required string Serial { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>New each time the agent starts: tells a restart from a lost connection.</summary>
    public required string BootId { get; init; }

    /// <summary>Grows with every report of a device, over restarts too. A receiver passes over one that is not larger than the last that it took.</summary>
    public required long Sequence { get; init; }

    /// <summary>The device's UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The <c>desired</c> that was last accepted; null for none yet.</summary>
    public long? DesiredVersion { get; init; }

    /// <summary>The rollout that it named; empty for none.</summary>
    public string Rollout { get; init => field = value ?? ""; } = ""; // Generated readers set what is absent to null; so below.

    /// <summary>What the device runs, by kind.</summary>
    public required IReadOnlyDictionary<ReleaseKind, InstalledRelease> Installed { get; init; }

    /// <summary>How wanted releases fare, by kind; a kind stays, with its outcome, until another release of it is wanted.</summary>
    public IReadOnlyDictionary<ReleaseKind, UpdateProgress> Updates { get; init => field = value ?? new Dictionary<ReleaseKind, UpdateProgress>(); } = new Dictionary<ReleaseKind, UpdateProgress>();

    /// <summary>Why the device does not trust, or does not reach, the release metadata: the fault's name and a text for people; empty while all is well.</summary>
    public string MetadataFault { get; init => field = value ?? ""; } = "";
}
