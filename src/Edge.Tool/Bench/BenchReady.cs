namespace Edge.Tool.Bench;

/// <summary>What a child says when its model is open and warm.</summary>
/// <param name="Error">Why it is not; null when it is.</param>
/// <param name="Precision"><c>float32</c>, <c>float16</c> or <c>int8</c>.</param>
/// <param name="Digest">SHA-256 of what was opened.</param>
/// <param name="MicrosecondsEach">About how long one run takes, for planning rounds.</param>
/// <param name="Images">Pictures that it runs on.</param>
internal sealed record BenchReady(string? Error, string Precision, string Digest, double MicrosecondsEach, int Images);
