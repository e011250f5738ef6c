using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

/// <summary>One sample of each published event, every optional field set, with fixed ids and times.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset _at = new(2026, 6, 1, 12, 0, 5, 250, TimeSpan.Zero);

    public static CloudEvent<AlertMessage> Alert { get; } = CloudEvents.Create(Id(1), "home", "edge", EventTypes.Alert, _at, new AlertMessage
    {
        AlertId = Id(2).ToString("D"),
        Phase = AlertMessagePhase.Ended,
        Momentary = false,
        Device = "edge",
        Site = "home",
        Camera = "gate",
        Rule = "loiterers",
        Kind = AlertMessageKind.Loiters,
        Zone = "yard",
        Line = "kerb",
        Direction = AlertMessageDirection.LeftToRight,
        StartedAt = _at.AddSeconds(-5),
        At = _at,
        EndedAt = _at,
        DurationSeconds = 5,
        Count = 1,
        Object = new AlertObject
        {
            Track = 7,
            ClassName = "person",
            Score = 0.8731,
            Label = "courier",
            LabelScore = 0.61,
            Box = new AlertBox(0.25, 0.5, 0.125, 0.25),
            BoxPx = new AlertBox(160, 240, 80, 120),
        },
        Frame = new AlertFrame(1234, 640, 480),
        Model = new AlertModel("yolox-nano", "1.0.0", $"sha256:{new string('a', 64)}"),
        Evidence = new AlertEvidence("2026/06/01/gate-1", "edge/v1/home/edge/thumbnails/gate"),
    }, "cameras/gate");

    public static CloudEvent<TelemetryMessage> Telemetry { get; } = CloudEvents.Create(Id(3), "home", "edge", EventTypes.Telemetry, _at, new TelemetryMessage
    {
        AgentVersion = "0.1.0",
        UptimeSeconds = 86400.5,
        MemoryBytes = 180_000_000,
        ManagedBytes = 12_000_000,
        Threads = 24,
        Handles = 80,
        TemperatureC = 54.5,
        Cameras =
        [
            new CameraTelemetry
            {
                Camera = "gate",
                Condition = "streaming",
                Frames = 1000,
                Dropped = 10,
                Still = 400,
                Inferences = 590,
                FramesPerSecond = 14.9,
                Detections = 700,
                Tracks = 12,
                Alerts = 3,
                Reconnects = 1,
                QueueDepth = 0,
                Stages = new Dictionary<string, StageTelemetry> { ["infer"] = new(21.5, 20.1, 30.2, 41.9) },
            },
        ],
        Outbox = new OutboxTelemetry
        {
            Depth = 4,
            Waiting = 1,
            SizeBytes = 65536,
            Fault = "outbox.db takes no writes: disk full",
            Repairs = 1,
            LostTelemetry = 20,
            LostEvidence = 2,
            LostAlerts = 0,
        },
    });

    public static CloudEvent<CoverageMessage> Coverage { get; } = CloudEvents.Create(Id(4), "home", "edge", EventTypes.Coverage, _at, new CoverageMessage
    {
        Camera = "gate",
        Day = new DateOnly(2026, 5, 31),
        MinutesWatched = 1430,
        Blind = [new BlindTime("stalled", 4), new BlindTime("agentStopped", 6)],
    }, "cameras/gate");

    public static CloudEvent<LossMessage> Loss { get; } = CloudEvents.Create(Id(5), "home", "edge", EventTypes.Loss, _at, new LossMessage
    {
        Losses = [new LossEntry("telemetry", "budget", 20), new LossEntry("alert", "memory", 1)],
        Repairs = 1,
        LostAlertsTotal = 1,
    });

    private static Guid Id(int number) => new($"01972b8e-d000-7000-8000-{number:x12}");
}
