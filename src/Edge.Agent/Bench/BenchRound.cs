namespace Edge.Agent.Bench;

/// <summary>One round: the three rates, taken right after one another.</summary>
internal sealed record BenchRound(double FramesPerSecond, double DecodeOnlyFps, double InferOnlyFps);
