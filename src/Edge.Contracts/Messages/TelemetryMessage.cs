namespace Edge.Contracts.Messages;

/// <summary>How a device is doing: the data of <see cref="EventTypes.Telemetry"/>. Counters run from the agent's start.</summary>
public sealed record TelemetryMessage
{
    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Seconds since the agent started, by the monotonic clock.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Resident memory of the agent, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Of it, managed heap, in bytes.</summary>
    public required long ManagedBytes { get; init; }

    /// <summary>Threads of the agent.</summary>
    public required int Threads { get; init; }

    /// <summary>Open files and sockets of the agent.</summary>
    public required int Handles { get; init; }

    /// <summary>Hottest temperature of the processor in degrees Celsius; absent where there is no sensor.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>The air in the enclosure; absent without a sensor, and while it fails.</summary>
    public EnclosureTelemetry? Enclosure { get; init; }

    /// <summary>Part of their frame rate that live cameras are slowed to since the chip is hot, above 0 and below 1; absent at full rate.</summary>
    public double? SlowedTo { get; init; }

    /// <summary>Each camera.</summary>
    public required IReadOnlyList<CameraTelemetry> Cameras { get; init; }

    /// <summary>The outbox.</summary>
    public required OutboxTelemetry Outbox { get; init; }
}
