using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>A model in the form in which it is pruned: cleaned up, batch norms folded, every convolution with a bias.</summary>
/// <param name="Model">The model; computes what the original does.</param>
/// <param name="NormScales">Absolute scales of the batch norms that were folded, by the value that the norm made.</param>
internal sealed record PreparedModel(OnnxModel Model, IReadOnlyDictionary<string, float[]> NormScales)
{
    /// <summary>Prepares a copy of <paramref name="original"/>.</summary>
    /// <exception cref="Edge.Vision.Inference.ModelRefusedException">The graph is damaged, or the runtime doesn't take it.</exception>
    public static PreparedModel Of(OnnxModel original)
    {
        OnnxModel model = original.Clone();
        GraphCleanup.Apply(model);
        Dictionary<string, float[]> scales = new(StringComparer.Ordinal);
        foreach (NodeProto norm in model.Nodes.Where(node => node.OpType == "BatchNormalization" && model.Initializer(node.InputAt(1))?.IsFloat() == true))
            scales[norm.Output[0]] = [.. model.Floats(norm.Input[1]).Select(Math.Abs)];
        BatchNormFolding.Apply(model);
        GiveBiases(model);
        return new PreparedModel(model, scales);
    }

    // What a removed channel gave on average goes into the bias of those that took it.
    private static void GiveBiases(OnnxModel model)
    {
        foreach (NodeProto node in model.Nodes.Where(node => node.OpType is "Conv" or "ConvTranspose" or "Gemm" && node.InputAt(2).Length == 0))
        {
            if (model.Initializer(node.InputAt(1)) is not { } weight || (TensorProto.Types.DataType)weight.DataType != TensorProto.Types.DataType.Float)
                continue;
            int outputs = (int)(node.OpType switch
            {
                "Conv" => weight.Dims[0],
                "ConvTranspose" => weight.Dims[1] * node.Int("group", 1),
                _ => weight.Dims[node.Int("transB", 0) != 0 ? 0 : 1],
            });
            string name = model.FreeName(node.Name + "_bias");
            model.SetInitializer(TensorValues.Of(name, new float[outputs], outputs));
            while (node.Input.Count < 3)
                node.Input.Add("");
            node.Input[2] = name;
            model.Touch();
        }
    }
}
