using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Weights of a linear layer in one order, whatever the operator's own is: outputs, inputs that one output sees, taps.</summary>
internal static class LayerWeights
{
    /// <summary>Whether the weights are floats that may be changed; those of other widths can be cut, but not adjusted.</summary>
    public static bool AreAdjustable(OnnxModel model, NodeProto node) =>
        model.Initializer(node.InputAt(1)) is { } weight && (TensorProto.Types.DataType)weight.DataType == TensorProto.Types.DataType.Float;

    /// <summary>Reads the weights of a node.</summary>
    public static float[] Read(OnnxModel model, NodeProto node)
    {
        float[] values = model.Floats(node.Input[1]);
        return IsTransposed(node) ? Transpose(values, Sizes(model, node)) : values;
    }

    /// <summary>The bias of a node: zeros where it has none.</summary>
    public static float[] ReadBias(OnnxModel model, NodeProto node, int outputs) =>
        node.InputAt(2) is { Length: > 0 } name && model.Initializer(name) is not null ? model.Floats(name) : new float[outputs];

    /// <summary>Weights in the operator's own order.</summary>
    public static float[] ToOwnOrder(OnnxModel model, NodeProto node, float[] weights)
    {
        if (!IsTransposed(node))
            return weights;
        int[] own = Sizes(model, node);
        return Transpose(weights, [own[1], own[0], own[2]]);
    }

    private static bool IsTransposed(NodeProto node) => node.OpType is "ConvTranspose" or "MatMul" || (node.OpType == "Gemm" && node.Int("transB", 0) == 0);

    private static int[] Sizes(OnnxModel model, NodeProto node)
    {
        IList<long> sizes = model.Initializer(node.Input[1])!.Dims;
        return [(int)sizes[0], (int)sizes[1], (int)sizes.Skip(2).Aggregate(1L, (product, size) => product * size)];
    }

    private static float[] Transpose(float[] values, int[] sizes)
    {
        (int rows, int columns, int inner) = (sizes[0], sizes[1], sizes[2]);
        float[] turned = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                values.AsSpan(((row * columns) + column) * inner, inner).CopyTo(turned.AsSpan(((column * rows) + row) * inner));
        }

        return turned;
    }
}
