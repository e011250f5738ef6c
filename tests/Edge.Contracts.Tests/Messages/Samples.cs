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
        TemperatureC = 84.5,
        Enclosure = new EnclosureTelemetry(41.25, 1006.53, 38.5),
        SlowedTo = 0.25,
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
        Slowed = [new BlindTime("slowed, since the chip is hot", 12)],
    }, "cameras/gate");

    public static CloudEvent<LossMessage> Loss { get; } = CloudEvents.Create(Id(5), "home", "edge", EventTypes.Loss, _at, new LossMessage
    {
        Losses = [new LossEntry("telemetry", "budget", 20), new LossEntry("alert", "memory", 1)],
        Repairs = 1,
        LostAlertsTotal = 1,
    });

    public static CloudEvent<VerdictMessage> Verdict { get; } = CloudEvents.Create(Id(6), "plant", "edge", EventTypes.Verdict, _at, new VerdictMessage
    {
        PartId = Id(6).ToString("D"),
        Part = 4711,
        Device = "edge",
        Site = "plant",
        Station = "press-2",
        Product = "board-7",
        Purpose = VerdictPurpose.Production,
        Outcome = VerdictOutcome.CannotJudge,
        Doubts = [VerdictDoubt.Blurred],
        Reasons = ["blurred: sharpness 3.1, at least 12 is needed"],
        Defects =
        [
            new VerdictDefect
            {
                ClassName = "spur",
                Finder = VerdictFinder.Model,
                Score = 0.8731,
                Box = new AlertBox(0.25, 0.5, 0.125, 0.25),
                BoxPx = new AlertBox(160, 240, 80, 120),
                SizeMm = 1.25,
                PositionMm = new PositionMm(12.5, 18.75),
            },
        ],
        Trigger = new VerdictTrigger(VerdictTriggerKind.Gpio, _at.AddMilliseconds(-48), 90210),
        Frame = new VerdictFrame(1234, 640, 480, _at.AddMilliseconds(-40), $"sha256:{new string('b', 64)}"),
        Model = new AlertModel("pcb-inspector", "1.0.0", $"sha256:{new string('a', 64)}"),
        Template = new VerdictTemplate("front", $"sha256:{new string('c', 64)}"),
        ConfigurationDigest = $"sha256:{new string('d', 64)}",
        DecidedAt = _at,
        OutputAt = _at.AddMilliseconds(1),
        LatencyUs = 48_000,
        OutputLatencyUs = 49_000,
        DeadlineUs = 200_000,
        Action = VerdictAction.Eject,
        Confirmation = new VerdictConfirmation(EjectionResult.Confirmed, _at.AddMilliseconds(300)),
        Receipt = new ReceiptAnchor(4711, new string('e', 64)),
        Evidence = new VerdictEvidence("2026/06/01/press-2-4711", $"sha256:{new string('f', 64)}", "edge/v1/plant/edge/thumbnails/press-2"),
    }, "stations/press-2");

    public static CloudEvent<EjectionMessage> Ejection { get; } = CloudEvents.Create(Id(7), "plant", "edge", EventTypes.Ejection, _at, new EjectionMessage
    {
        Device = "edge",
        Site = "plant",
        Station = "press-2",
        PartId = Id(6).ToString("D"),
        Part = 4711,
        Result = EjectionResult.Missed,
        At = _at,
    }, "stations/press-2");

    public static CloudEvent<StationMessage> Station { get; } = CloudEvents.Create(Id(8), "plant", "edge", EventTypes.Station, _at, new StationMessage
    {
        Device = "edge",
        Site = "plant",
        Station = "press-2",
        Mode = StationMode.WaitingForGoldenPart,
        Reason = "golden parts are due: the known bad part is asked for",
        Product = "board-7",
        SinceStart = Counts(_at.AddDays(-3), 10),
        Shift = Counts(_at.AddHours(-4), 1),
        PartsInFlight = 2,
        LastPart = new StationLastPart(Id(6).ToString("D"), 4711, VerdictOutcome.Fail, "spur", _at.AddSeconds(-1)),
        Golden = new StationGolden(GoldenPiece.Bad, _at.AddMinutes(2), _at.AddHours(-8), _at.AddHours(8)),
        Receipt = new ReceiptAnchor(4711, new string('e', 64)),
    }, "stations/press-2");

    private static StationCounts Counts(DateTimeOffset since, long times) => new()
    {
        Since = since,
        Parts = 100 * times,
        Pass = 95 * times,
        Fail = 3 * times,
        CannotJudge = 2 * times,
        EjectionsConfirmed = 4 * times,
        EjectionsLate = times,
        EjectionsMissed = 0,
        EjectionsWrong = 0,
    };

    private static Guid Id(int number) => new($"01972b8e-d000-7000-8000-{number:x12}");
}
