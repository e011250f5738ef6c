using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>What the device runs and how updates fare. Immutable.</summary>
public sealed record UpdateStatus
{
    /// <summary>What the device runs, by kind: every kind, one without a release with an empty target.</summary>
    public required IReadOnlyDictionary<ReleaseKind, InstalledRelease> Installed { get; init; }

    /// <summary>How the last or current update of each kind fares; a kind that never had one is absent.</summary>
    public IReadOnlyDictionary<ReleaseKind, UpdateProgress> Updates { get; init; } = new Dictionary<ReleaseKind, UpdateProgress>();

    /// <summary>Why the release metadata is not trusted or not reached: the fault's name and a text; empty while all is well.</summary>
    public string MetadataFault { get; init; } = "";

    /// <summary>Why the agent has to start again for an update; null while it need not.</summary>
    public string? RestartReason { get; init; }
}
