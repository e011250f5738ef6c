namespace Edge.Contracts.Updates;

/// <summary>What a candidate saw beside the active model.</summary>
/// <param name="Frames">Frames that both judged; 0 or more.</param>
/// <param name="Disagreements">Frames of them on which they did not agree; 0 to <paramref name="Frames"/>.</param>
/// <param name="LatencyP99Ms">Time of the candidate's inference in milliseconds that 99 of 100 frames keep; null before the first.</param>
public sealed record ShadowFigures(long Frames, long Disagreements, double? LatencyP99Ms);
