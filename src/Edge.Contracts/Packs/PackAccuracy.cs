namespace Edge.Contracts.Packs;

/// <summary>One measured accuracy.</summary>
/// <param name="Metric">What was measured, for example <c>AP</c>.</param>
/// <param name="Dataset">On what, for example <c>COCO val2017</c>.</param>
/// <param name="Value">The result, 0 to 1.</param>
public sealed record PackAccuracy(string Metric, string Dataset, double Value);
