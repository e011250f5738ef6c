using Edge.Agent.Capture;

namespace Edge.Agent.Health;

/// <summary>One camera at one moment, as the policy sees it.</summary>
/// <param name="CameraId">Which camera.</param>
/// <param name="Condition">What its capture last said.</param>
/// <param name="Reason">Why, without credentials; empty when streaming.</param>
/// <param name="Silence">How long its capture has neither delivered a frame nor said anything.</param>
/// <param name="SilenceLimit">A capture that is silent for longer hangs: the longest wait that its settings allow, and some.</param>
/// <param name="UnjudgedFor">How long frames have been arriving with none judged; null when none arrive or they are judged.</param>
/// <param name="Paused">Why nobody watches on purpose (a reload, a model being built); null when watching is meant.</param>
public sealed record CameraReading(
    string CameraId,
    CaptureCondition Condition,
    string Reason,
    TimeSpan Silence,
    TimeSpan SilenceLimit,
    TimeSpan? UnjudgedFor,
    string? Paused);
