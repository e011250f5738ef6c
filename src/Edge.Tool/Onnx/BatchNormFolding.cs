namespace Edge.Tool.Onnx;

/// <summary>
/// Puts batch norms into the convolutions before them: y = g (Wx + b - m) / sqrt(v + e) + h is a convolution with other weights and another bias.
/// </summary>
internal static class BatchNormFolding
{
    /// <summary>Folds in place whatever can be folded.</summary>
    /// <returns>How many batch norms are gone.</returns>
    public static int Apply(OnnxModel model)
    {
        List<NodeProto> gone = [];
        foreach (NodeProto norm in model.Nodes.Where(node => node.OpType == "BatchNormalization").ToArray())
        {
            if (model.Producer(norm.Input[0]) is not { OpType: "Conv" } convolution || !CanFold(model, convolution, norm))
                continue;
            Fold(model, convolution, norm);
            gone.Add(norm);
            // The convolution takes over the norm's output, so that its name, which may be the graph's output, stays.
            convolution.Output[0] = norm.Output[0];
            model.Touch();
        }

        model.Remove(gone);
        if (gone.Count > 0)
            GraphCleanup.DropUnused(model);
        return gone.Count;
    }

    private static bool CanFold(OnnxModel model, NodeProto convolution, NodeProto norm)
    {
        bool isAlone = model.Consumers(convolution.Output[0]).Count == 1 && !model.IsOutput(convolution.Output[0]);
        bool isForInference = norm.Output.Count == 1 && norm.Int("training_mode", 0) == 0;
        IEnumerable<string> constants = [.. convolution.Input.Skip(1), .. norm.Input.Skip(1)];
        return isAlone && isForInference && constants.All(value => value.Length == 0 || model.Initializer(value)?.IsFloat() == true);
    }

    private static void Fold(OnnxModel model, NodeProto convolution, NodeProto norm)
    {
        float[] scale = model.Floats(norm.Input[1]);
        float[] shift = model.Floats(norm.Input[2]);
        float[] mean = model.Floats(norm.Input[3]);
        float[] variance = model.Floats(norm.Input[4]);
        float epsilon = norm.Float("epsilon", 1e-5f);
        TensorProto weight = model.Initializer(convolution.Input[1])!;
        float[] weights = model.Floats(weight.Name);
        float[] bias = convolution.InputAt(2).Length > 0 ? model.Floats(convolution.Input[2]) : new float[scale.Length];

        int filter = weights.Length / scale.Length;
        float[] newWeights = new float[weights.Length];
        float[] newBias = new float[scale.Length];
        for (int channel = 0; channel < scale.Length; channel++)
        {
            double factor = scale[channel] / Math.Sqrt((double)variance[channel] + epsilon);
            for (int i = channel * filter; i < (channel + 1) * filter; i++)
                newWeights[i] = (float)(weights[i] * factor);
            newBias[channel] = (float)(((bias[channel] - (double)mean[channel]) * factor) + shift[channel]);
        }

        // New names: another convolution may share the old constants.
        string weightName = model.FreeName(weight.Name + "_folded");
        string biasName = model.FreeName(norm.Input[2] + "_folded");
        model.SetInitializer(TensorValues.Of(weightName, newWeights, [.. weight.Dims]));
        model.SetInitializer(TensorValues.Of(biasName, newBias, newBias.Length));
        convolution.Input[1] = weightName;
        if (convolution.Input.Count > 2)
            convolution.Input[2] = biasName;
        else
            convolution.Input.Add(biasName);
    }
}
