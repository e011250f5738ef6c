using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>Messages as agents send them.</summary>
internal static class Events
{
    public const string Site = "home";
    public const string Device = "yard-box";
    public static readonly DateTimeOffset At = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static string AlertTopic(string device = Device) => $"edge/v1/{Site}/{device}/alerts/yard";

    public static AlertMessage AlertOf(Guid alert, AlertMessagePhase phase = AlertMessagePhase.New, double seconds = 0, string device = Device) => new()
    {
        AlertId = alert.ToString("D"),
        Phase = phase,
        Momentary = false,
        Device = device,
        Site = Site,
        Camera = "yard",
        Rule = "somebody",
        Kind = AlertMessageKind.Present,
        Zone = "pavement",
        StartedAt = At,
        At = At.AddSeconds(seconds),
        EndedAt = phase == AlertMessagePhase.Ended ? At.AddSeconds(seconds) : null,
        DurationSeconds = seconds,
        Count = 1,
        Object = new AlertObject { Track = 2, ClassName = "person", Score = 0.95, Box = new AlertBox(0.5, 0.25, 0.1, 0.2), BoxPx = new AlertBox(320, 90, 64, 72) },
        Frame = new AlertFrame(310, 640, 360),
        Model = new AlertModel("street-demo", "1.0.0", "sha256:" + new string('a', 64)),
        Evidence = phase == AlertMessagePhase.New ? new AlertEvidence("2026/06/01/yard-1.jpg", "edge/v1/home/yard-box/thumbnails/yard") : null,
    };

    public static byte[] Alert(Guid id, AlertMessage message) =>
        JsonSerializer.SerializeToUtf8Bytes(CloudEvents.Create(id, Site, message.Device, EventTypes.Alert, message.At, message, "cameras/yard"), EventJson.Default.CloudEventAlertMessage);

    public static byte[] Alert(Guid id, string device = Device) => Alert(id, AlertOf(Guid.CreateVersion7(), device: device));

    public static byte[] Telemetry(DateTimeOffset at, double p99 = 42, double? temperature = 51.5, string device = Device) => JsonSerializer.SerializeToUtf8Bytes(
        CloudEvents.Create(Guid.CreateVersion7(), Site, device, EventTypes.Telemetry, at, new TelemetryMessage
        {
            AgentVersion = "0.1.0",
            UptimeSeconds = 5,
            MemoryBytes = 200_000_000,
            ManagedBytes = 6_000_000,
            Threads = 30,
            Handles = 170,
            TemperatureC = temperature,
            Cameras =
            [
                new CameraTelemetry
                {
                    Camera = "yard", Condition = "streaming", Frames = 74, Dropped = 0, Still = 0, Inferences = 74, FramesPerSecond = 14.5,
                    Detections = 256, Tracks = 4, Alerts = 7, Reconnects = 0, QueueDepth = 0,
                    Stages = new Dictionary<string, StageTelemetry> { ["infer"] = new(1, 1, 2, p99 / 2), ["endToEnd"] = new(4, 2, 12, p99) },
                },
            ],
            Outbox = new OutboxTelemetry { Depth = 3, Waiting = 0, SizeBytes = 1000, Repairs = 0, LostTelemetry = 0, LostEvidence = 0, LostAlerts = 0 },
        }), EventJson.Default.CloudEventTelemetryMessage);

    public static byte[] Coverage(string camera, int minutes, string device = Device) => JsonSerializer.SerializeToUtf8Bytes(
        CloudEvents.Create(Guid.CreateVersion7(), Site, device, EventTypes.Coverage, At, new CoverageMessage { Camera = camera, Day = new DateOnly(2026, 6, 1), MinutesWatched = minutes, Blind = [] }, "cameras/" + camera),
        EventJson.Default.CloudEventCoverageMessage);
}
