using Edge.Vision.Inference;

namespace Edge.Tool.Onnx;

/// <summary>What one node costs for one run.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">What it computes on, constants left out.</param>
/// <param name="Outputs">What it makes.</param>
/// <param name="Parameters">Elements of the constants that it is the first to take, weights and biases; quantized ones count, scales and shapes don't.</param>
/// <param name="Macs">Multiplications with addition; only convolutions and matrix products have them.</param>
internal sealed record NodeCost(NodeProto Node, IReadOnlyList<TensorShape> Inputs, IReadOnlyList<TensorShape> Outputs, long Parameters, long Macs);
