using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>What the successive capture threads of one camera share.</summary>
internal sealed class CaptureShared
{
    private volatile bool _isEnded;

    /// <summary>Id, source and settings.</summary>
    public required CameraSettings Camera { get; init; }

    /// <summary>How the stream is read.</summary>
    public CaptureSettings Settings => Camera.Capture;

    /// <summary>Makes sources.</summary>
    public required Func<IFrameSource> Sources { get; init; }

    /// <summary>Where frames come from.</summary>
    public required FramePool Pool { get; init; }

    /// <summary>Where they go.</summary>
    public required FrameHandover Handover { get; init; }

    /// <summary>Numbers and times.</summary>
    public required FrameTimeline Timeline { get; init; }

    /// <summary>Waits between attempts.</summary>
    public required ReconnectBackoff Backoff { get; init; }

    /// <summary>Reports.</summary>
    public required CaptureReporter Reporter { get; init; }

    /// <summary>Counts.</summary>
    public required CameraMetrics Metrics { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>How many of its frames the camera may take now.</summary>
    public FrameRateLimit Limit { get; } = new();

    /// <summary>For what is not a condition.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Whether a source was open before: opening it again is a reconnect.</summary>
    public bool WasOpen { get; set; }

    /// <summary>True once a recording was read to its end.</summary>
    public bool IsEnded
    {
        get => _isEnded;
        set => _isEnded = value;
    }
}
