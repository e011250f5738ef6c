namespace Edge.Agent.Health.Telemetry;

/// <summary>One camera's numbers: counters since the start, rates and latencies in the interval.</summary>
public sealed record CameraTelemetry
{
    /// <summary>Which camera.</summary>
    public required string CameraId { get; init; }

    /// <summary>What its capture last said.</summary>
    public required Capture.CaptureCondition Condition { get; init; }

    /// <summary>Frames that the source delivered.</summary>
    public required long FramesCaptured { get; init; }

    /// <summary>Frames that a newer one replaced before they were judged.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Frames that went through the pipeline, still ones included.</summary>
    public required long FramesJudged { get; init; }

    /// <summary>Judged frames that the motion gate spared the detector.</summary>
    public required long FramesStill { get; init; }

    /// <summary>Detector runs.</summary>
    public required long Inferences { get; init; }

    /// <summary>Detections over the score threshold.</summary>
    public required long Detections { get; init; }

    /// <summary>Tracks confirmed.</summary>
    public required long Tracks { get; init; }

    /// <summary>Alerts raised.</summary>
    public required long Alerts { get; init; }

    /// <summary>Times the source was opened again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Frames captured a second, in the interval.</summary>
    public required double CapturedFps { get; init; }

    /// <summary>Frames judged a second, in the interval.</summary>
    public required double JudgedFps { get; init; }

    /// <summary>Every stage that ran in the interval.</summary>
    public required IReadOnlyList<StageTelemetry> Stages { get; init; }

    /// <summary>Every stage since the start, for exporters that take rates themselves.</summary>
    public required IReadOnlyDictionary<Stage, HistogramReading> Totals { get; init; }
}
