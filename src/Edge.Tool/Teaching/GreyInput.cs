using Edge.Tool.Onnx;

namespace Edge.Tool.Teaching;

/// <summary>Lets a network for three colours take grey pictures, which have the same three times: its first layer's weights are added up.</summary>
internal static class GreyInput
{
    /// <summary>Changes <paramref name="model"/> in place, if its input goes into plain convolutions only.</summary>
    /// <returns>Whether it could be done; otherwise the model is unchanged.</returns>
    public static bool TryApply(OnnxModel model)
    {
        string input = model.Inputs[0].Name;
        IReadOnlyList<NodeProto> consumers = model.Consumers(input);
        if (!consumers.All(node => node.OpType == "Conv" && node.Int("group", 1) == 1 && model.Initializer(node.Input[1])?.Dims[1] == 3))
            return false;
        foreach (NodeProto convolution in consumers)
        {
            TensorProto weight = model.Initializer(convolution.Input[1])!;
            int outputs = (int)weight.Dims[0], window = (int)(weight.Dims[2] * weight.Dims[3]);
            float[] colours = model.Floats(weight.Name), grey = new float[outputs * window];
            for (int i = 0; i < colours.Length; i++)
                grey[(i / (3 * window) * window) + (i % window)] += colours[i];
            model.SetInitializer(TensorValues.Of(weight.Name, grey, outputs, 1, weight.Dims[2], weight.Dims[3]));
        }

        model.Inputs[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        model.Touch();
        return true;
    }
}
