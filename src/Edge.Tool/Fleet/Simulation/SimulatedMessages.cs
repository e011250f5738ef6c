using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>Messages as agents send them, with numbers that are made up.</summary>
internal static class SimulatedMessages
{
    private static readonly AlertModel Model = new("street-demo", "1.0.0", "sha256:82817f1f883b326fb665784b201a138d2a362a7862bcfe87e691e92a7d059f31");
    private static readonly string[] Stages = ["capture", "gate", "preprocess", "infer", "decode", "track", "decide", "endToEnd"];

    /// <summary>A momentary alert.</summary>
    public static (Guid Id, byte[] Payload) Alert(DeviceIdentity device, string camera, DateTimeOffset at, Random random)
    {
        var id = Guid.CreateVersion7(at);
        AlertBox box = new(random.NextDouble() * 0.5, random.NextDouble() * 0.5, 0.1, 0.3);
        var message = new AlertMessage
        {
            AlertId = Guid.CreateVersion7(at).ToString("D"),
            Phase = AlertMessagePhase.New,
            Momentary = true,
            Device = device.Device,
            Site = device.Site,
            Camera = camera,
            Rule = "gate-crossed",
            Kind = AlertMessageKind.Crosses,
            Line = "gate",
            Direction = AlertMessageDirection.LeftToRight,
            StartedAt = at,
            At = at,
            DurationSeconds = 0,
            Count = 1,
            Object = new AlertObject { Track = random.Next(1, 100_000), ClassName = "person", Score = Math.Round(0.5 + (random.NextDouble() / 2), 4), Box = box, BoxPx = new AlertBox(box.X * 640, box.Y * 360, 64, 108) },
            Frame = new AlertFrame(random.Next(1, 1_000_000), 640, 360),
            Model = Model,
        };
        return (id, JsonSerializer.SerializeToUtf8Bytes(CloudEvents.Create(id, device.Site, device.Device, EventTypes.Alert, at, message, $"cameras/{camera}"), EventJson.Default.CloudEventAlertMessage));
    }

    /// <summary>Numbers about a device with one camera.</summary>
    public static byte[] Telemetry(DeviceIdentity device, string camera, DateTimeOffset at, TimeSpan uptime, long alerts, int outboxDepth, Random random)
    {
        double infer = 8 + (random.NextDouble() * 4);
        var message = new TelemetryMessage
        {
            AgentVersion = "0.1.0",
            UptimeSeconds = uptime.TotalSeconds,
            MemoryBytes = 190_000_000 + random.Next(20_000_000),
            ManagedBytes = 6_000_000 + random.Next(2_000_000),
            Threads = 32,
            Handles = 172,
            TemperatureC = Math.Round(48 + (random.NextDouble() * 10), 1),
            Cameras =
            [
                new CameraTelemetry
                {
                    Camera = camera,
                    Condition = "streaming",
                    Frames = (long)(uptime.TotalSeconds * 15),
                    Dropped = 0,
                    Still = (long)(uptime.TotalSeconds * 9),
                    Inferences = (long)(uptime.TotalSeconds * 6),
                    FramesPerSecond = 14.9,
                    Detections = random.Next(10_000),
                    Tracks = random.Next(1_000),
                    Alerts = alerts,
                    Reconnects = 0,
                    QueueDepth = 0,
                    Stages = Stages.ToDictionary(stage => stage, stage => new StageTelemetry(infer, infer, infer * 1.5, infer * 2)),
                },
            ],
            Outbox = new OutboxTelemetry { Depth = outboxDepth, Waiting = 0, SizeBytes = 65_536, Repairs = 0, LostTelemetry = 0, LostEvidence = 0, LostAlerts = 0 },
        };
        return JsonSerializer.SerializeToUtf8Bytes(
            CloudEvents.Create(Guid.CreateVersion7(at), device.Site, device.Device, EventTypes.Telemetry, at, message), EventJson.Default.CloudEventTelemetryMessage);
    }
}
