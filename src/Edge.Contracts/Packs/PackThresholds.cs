namespace Edge.Contracts.Packs;

/// <summary>The thresholds that a pack's maker recommends.</summary>
/// <param name="Score">Least score, 0 to 1.</param>
/// <param name="Nms">Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1.</param>
public sealed record PackThresholds(float Score, float Nms);
