namespace Edge.Contracts.Messages;

/// <summary>How a camera is doing.</summary>
public sealed record CameraTelemetry
{
    /// <summary>Camera id.</summary>
    public required string Camera { get; init; }

    /// <summary>What capture is doing: <c>connecting</c>, <c>streaming</c>, <c>stalled</c>, <c>disconnected</c>, <c>ended</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>Frames the source delivered.</summary>
    public required long Frames { get; init; }

    /// <summary>Frames that a newer one replaced before they were judged.</summary>
    public required long Dropped { get; init; }

    /// <summary>Frames judged without the detector, since nothing moved.</summary>
    public required long Still { get; init; }

    /// <summary>Detector runs.</summary>
    public required long Inferences { get; init; }

    /// <summary>Frames judged a second, since the last telemetry.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>Detections over the threshold.</summary>
    public required long Detections { get; init; }

    /// <summary>Tracks confirmed.</summary>
    public required long Tracks { get; init; }

    /// <summary>Alerts raised.</summary>
    public required long Alerts { get; init; }

    /// <summary>Times the source was opened again.</summary>
    public required long Reconnects { get; init; }

    /// <summary>Frames that wait to be judged.</summary>
    public required int QueueDepth { get; init; }

    /// <summary>Latencies by stage: capture, gate, preprocess, infer, decode, track, decide, endToEnd.</summary>
    public required IReadOnlyDictionary<string, StageTelemetry> Stages { get; init; }
}
