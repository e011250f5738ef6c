namespace Edge.Cloud.Dashboard;

/// <summary>A device's numbers in five minutes.</summary>
/// <param name="At">When they began, in milliseconds since 1970.</param>
/// <param name="FramesPerSecond">Frames judged a second, the mean.</param>
/// <param name="LatencyP99Ms">Worst p99 from capture to alert.</param>
/// <param name="TemperatureC">Hottest temperature of the processor.</param>
internal sealed record HealthSpan(long At, double FramesPerSecond, double? LatencyP99Ms, double? TemperatureC);
