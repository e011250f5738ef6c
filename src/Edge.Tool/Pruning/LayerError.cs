namespace Edge.Tool.Pruning;

/// <summary>How far a layer of the pruned model is from the same layer of the dense one.</summary>
/// <param name="Name">Name of the node.</param>
/// <param name="Before">Squared error before its weights were fitted, relative to the variance of the dense layer's output; 0 or more.</param>
/// <param name="After">The same afterwards.</param>
internal sealed record LayerError(string Name, double Before, double After);
