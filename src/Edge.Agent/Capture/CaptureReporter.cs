using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>Tells the observer and the log what changed, and nothing twice. Thread safe.</summary>
internal sealed class CaptureReporter
{
    private readonly Lock _gate = new();
    private readonly string _cameraId;
    private readonly ICaptureObserver _observer;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private CaptureCondition? _condition;
    private string _reason = "";

    public CaptureReporter(string cameraId, ICaptureObserver observer, TimeProvider clock, ILogger logger)
    {
        _cameraId = cameraId;
        _observer = observer;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Reports that no frame came for as long as is allowed.</summary>
    public void Stalled(TimeSpan limit) => Report(CaptureCondition.Stalled, $"no frame for {limit.TotalSeconds:0.###} s");

    /// <summary>Reports that the source could not be opened, or broke. For the capture's own loop: each call shows that it goes round.</summary>
    public void Failed(string reason)
    {
        if (!Report(CaptureCondition.Disconnected, reason))
            _observer.FailedAgain(_cameraId);
    }

    /// <summary>Reports a condition, unless it is the last one reported with the same reason.</summary>
    /// <returns>Whether it was news.</returns>
    public bool Report(CaptureCondition condition, string reason)
    {
        lock (_gate)
        {
            if (_condition == condition && _reason == reason)
                return false;
            _condition = condition;
            _reason = reason;
            LogLevel level = condition is CaptureCondition.Stalled or CaptureCondition.Disconnected ? LogLevel.Warning : LogLevel.Information;
            _logger.Log(level, "Camera {Camera}: {Condition}{Reason}", _cameraId, condition, reason.Length == 0 ? "" : $": {reason}");
            _observer.ConditionChanged(_cameraId, condition, reason, FrameTimeline.Now(_clock));
            return true;
        }
    }
}
