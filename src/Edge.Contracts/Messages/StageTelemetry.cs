namespace Edge.Contracts.Messages;

/// <summary>Latencies of one stage, in milliseconds.</summary>
/// <param name="MeanMs">Mean.</param>
/// <param name="P50Ms">Median.</param>
/// <param name="P95Ms">95 of 100 were not slower.</param>
/// <param name="P99Ms">99 of 100 were not slower.</param>
public sealed record StageTelemetry(double MeanMs, double P50Ms, double P95Ms, double P99Ms);
