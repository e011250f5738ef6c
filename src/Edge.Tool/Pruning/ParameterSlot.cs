namespace Edge.Tool.Pruning;

/// <summary>A dimension of a constant that shrinks with its channels.</summary>
/// <param name="Node">Name of the node that takes the constant.</param>
/// <param name="Input">Which of its inputs the constant is.</param>
/// <param name="Axis">The dimension.</param>
/// <param name="Variables">One for each place of the dimension.</param>
internal sealed record ParameterSlot(string Node, int Input, int Axis, int[] Variables);
