namespace Edge.Agent.Health.Telemetry;

/// <summary>One stage's latencies in the interval.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Count">How many.</param>
/// <param name="MeanMs">Mean in milliseconds.</param>
/// <param name="P50Ms">Median in milliseconds.</param>
/// <param name="P95Ms">95th percentile in milliseconds.</param>
/// <param name="P99Ms">99th percentile in milliseconds.</param>
public sealed record StageTelemetry(Stage Stage, long Count, double MeanMs, double P50Ms, double P95Ms, double P99Ms);
