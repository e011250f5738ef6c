namespace Edge.Agent.Bench;

/// <summary>Latencies of one stage in milliseconds.</summary>
internal sealed record StageTimes(double MeanMs, double P50Ms, double P95Ms, double P99Ms);
