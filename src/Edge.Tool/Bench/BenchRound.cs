namespace Edge.Tool.Bench;

/// <summary>What a child measured in one round.</summary>
/// <param name="Microseconds">Each run, from pixels to boxes (end to end: from a compressed picture to boxes and their kinds).</param>
/// <param name="Decode">Mean time of decompressing, in microseconds; 0 where there is none.</param>
/// <param name="Preprocess">Mean time from pixels to tensor.</param>
/// <param name="Infer">Mean time in the runtime.</param>
/// <param name="Postprocess">Mean time from tensors to boxes, and for a second stage to their kinds.</param>
/// <param name="Seconds">The whole round.</param>
/// <param name="AddedBytes">Most memory so far beyond what the process took before it opened the model.</param>
/// <param name="PeakBytes">Most memory of the process so far.</param>
internal sealed record BenchRound(
    double[] Microseconds, double Decode, double Preprocess, double Infer, double Postprocess, double Seconds, long AddedBytes, long PeakBytes);
