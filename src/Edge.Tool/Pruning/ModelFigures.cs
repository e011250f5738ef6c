namespace Edge.Tool.Pruning;

/// <summary>What a model costs.</summary>
/// <param name="Macs">Multiply-accumulates of one picture.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="SizeBytes">Of the file.</param>
internal readonly record struct ModelFigures(long Macs, long Parameters, long SizeBytes);
