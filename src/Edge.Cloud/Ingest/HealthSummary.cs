using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Cloud.Ingest;

/// <summary>What the registry keeps of a device's telemetry: enough for a fleet at a glance and for a rollout's decisions.</summary>
internal sealed record HealthSummary
{
    /// <summary>By the device's clock, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>By ours, UTC.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Version of the agent.</summary>
    public required string AgentVersion { get; init; }

    /// <summary>Seconds since the agent started.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Resident memory, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Hottest temperature of the processor, degrees Celsius.</summary>
    public double? TemperatureC { get; init; }

    /// <summary>Part of their frame rate that cameras are slowed to.</summary>
    public double? SlowedTo { get; init; }

    /// <summary>Frames judged a second, all cameras together.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Worst p99 from capture to alert of any camera, in milliseconds.</summary>
    public double? LatencyP99Ms { get; init; }

    /// <summary>Worst p99 of an inference, in milliseconds.</summary>
    public double? InferenceP99Ms { get; init; }

    /// <summary>Messages that wait on the device.</summary>
    public required long OutboxDepth { get; init; }

    /// <summary>Alerts that the device ever gave up.</summary>
    public required long LostAlerts { get; init; }

    /// <summary>How many cameras it has.</summary>
    public required int Cameras { get; init; }

    /// <summary>How many of them deliver frames.</summary>
    public required int CamerasStreaming { get; init; }

    /// <summary>Condenses telemetry.</summary>
    public static HealthSummary Of(Inbound.Telemetry telemetry, long receivedMs)
    {
        TelemetryMessage message = telemetry.Message;
        return new HealthSummary
        {
            At = telemetry.At.ToUniversalTime(),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(receivedMs),
            AgentVersion = message.AgentVersion,
            UptimeSeconds = message.UptimeSeconds,
            MemoryBytes = message.MemoryBytes,
            TemperatureC = message.TemperatureC,
            SlowedTo = message.SlowedTo,
            FramesPerSecond = message.Cameras.Sum(camera => camera.FramesPerSecond),
            LatencyP99Ms = InboundRows.WorstP99(message, "endToEnd"),
            InferenceP99Ms = InboundRows.WorstP99(message, "infer"),
            OutboxDepth = message.Outbox.Depth,
            LostAlerts = message.Outbox.LostAlerts,
            Cameras = message.Cameras.Count,
            CamerasStreaming = message.Cameras.Count(camera => camera.Condition == "streaming"),
        };
    }

    /// <summary>As the registry keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, HealthJson.Default.HealthSummary);
}
