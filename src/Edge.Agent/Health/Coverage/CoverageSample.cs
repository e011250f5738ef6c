using Edge.Agent.Capture;

namespace Edge.Agent.Health.Coverage;

/// <summary>One camera at one moment, as the coverage record sees it.</summary>
/// <param name="Now">Monotonic time.</param>
/// <param name="Captured">Frames captured since the start.</param>
/// <param name="Judged">Frames judged since the start.</param>
/// <param name="Condition">What its capture last said.</param>
/// <param name="Reason">Why; empty when streaming.</param>
/// <param name="Paused">Why nobody watches on purpose; null when watching is meant.</param>
public readonly record struct CoverageSample(TimeSpan Now, long Captured, long Judged, CaptureCondition Condition, string Reason, string? Paused)
{
    /// <summary>Why fewer frames are judged than configured; empty at full rate.</summary>
    public string Slowed { get; init; } = "";

    /// <summary>This moment of a camera.</summary>
    public static CoverageSample Of(CameraWatch camera, TimeSpan now) =>
        new(now, camera.Metrics.FramesCaptured, camera.Metrics.FramesJudged, camera.Condition, camera.Reason, camera.Paused) { Slowed = camera.Slowed };
}
