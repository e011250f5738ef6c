namespace Edge.Contracts.Messages;

/// <summary>How the store of undelivered messages is doing.</summary>
public sealed record OutboxTelemetry
{
    /// <summary>Messages not yet delivered.</summary>
    public required long Depth { get; init; }

    /// <summary>Of these, not yet on disk.</summary>
    public required int Waiting { get; init; }

    /// <summary>Bytes on disk.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Why the disk takes no writes; absent while it does.</summary>
    public string? Fault { get; init; }

    /// <summary>Damaged databases set aside since the agent started.</summary>
    public required int Repairs { get; init; }

    /// <summary>Telemetry messages given up since the store was made.</summary>
    public required long LostTelemetry { get; init; }

    /// <summary>Thumbnails given up since the store was made.</summary>
    public required long LostEvidence { get; init; }

    /// <summary>Alerts given up since the store was made.</summary>
    public required long LostAlerts { get; init; }
}
