using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>
/// Cross-layer equalisation (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", 2019): where a convolution
/// feeds only another, with at most a Relu or LeakyRelu between, a channel may be made larger in the first and smaller in the second.
/// One scale for all channels of the value between then loses less. The channels' sizes are those seen in calibration.
/// </summary>
internal static class ChannelEqualization
{
    /// <summary>No channel is changed by more than this factor.</summary>
    private const double MaximumFactor = 64;

    /// <summary>Equalises in place; what the model computes stays the same.</summary>
    /// <returns>How many pairs of layers were equalised.</returns>
    public static int Apply(OnnxModel model, IReadOnlyDictionary<string, ValueStatistics> statistics)
    {
        int pairs = 0;
        foreach (NodeProto first in model.Nodes.Where(node => node.OpType == "Conv").ToArray())
        {
            if (Next(model, first) is not { } second || !statistics.TryGetValue(second.Input[0], out ValueStatistics? between))
                continue;
            TensorProto from = model.Initializer(first.Input[1])!;
            TensorProto to = model.Initializer(second.Input[1])!;
            int channels = (int)from.Dims[0];
            if (between.ChannelMaximum.Length != channels)
                continue;
            double[] factors = Factors(between.ChannelMaximum, InputChannelMaximum(model, second, to, channels));
            ScaleOutputs(model, first, factors);
            ScaleInputs(model, second, to, factors);
            pairs++;
        }

        return pairs;
    }

    /// <summary>The convolution that alone takes what <paramref name="first"/> gives.</summary>
    private static NodeProto? Next(OnnxModel model, NodeProto first)
    {
        string value = first.Output[0];
        if (model.IsOutput(value) || model.Consumers(value) is not [NodeProto next])
            return null;
        if (next.OpType is "Relu" or "LeakyRelu")
        {
            value = next.Output[0];
            if (model.IsOutput(value) || model.Consumers(value) is not [NodeProto afterNext])
                return null;
            next = afterNext;
        }

        bool isTaken = next.OpType == "Conv" && next.Input[0] == value && HasOwnConstants(model, first) && HasOwnConstants(model, next);
        long groups = next.Int("group", 1);
        return isTaken && (groups == 1 || groups == model.Initializer(next.Input[1])!.Dims[0]) ? next : null;
    }

    // Constants that several layers share can't be changed for one.
    private static bool HasOwnConstants(OnnxModel model, NodeProto node) =>
        node.Input.Skip(1).All(input => input.Length == 0 || (model.Initializer(input)?.IsFloat() == true && model.Consumers(input).Count == 1));

    private static double[] Factors(float[] between, double[] after)
    {
        double[] factors = [.. between.Zip(after, (value, weight) => value > 1e-6 && weight > 1e-9 ? Math.Sqrt(weight / value) : 1)];
        // One factor for all channels changes nothing; without it the largest channel stays as it is.
        double mean = Math.Exp(factors.Average(Math.Log));
        return [.. factors.Select(factor => Math.Clamp(factor / mean, 1 / MaximumFactor, MaximumFactor))];
    }

    private static double[] InputChannelMaximum(OnnxModel model, NodeProto node, TensorProto weight, int channels)
    {
        float[] weights = model.Floats(weight.Name);
        double[] largest = new double[channels];
        for (int i = 0; i < weights.Length; i++)
        {
            int channel = InputChannel(node, weight, i);
            largest[channel] = Math.Max(largest[channel], Math.Abs(weights[i]));
        }

        return largest;
    }

    private static int InputChannel(NodeProto node, TensorProto weight, int index)
    {
        int kernel = (int)(weight.Dims[2] * weight.Dims[3]);
        return node.Int("group", 1) == 1 ? index / kernel % (int)weight.Dims[1] : index / kernel;
    }

    private static void ScaleOutputs(OnnxModel model, NodeProto node, double[] factors)
    {
        foreach (string name in node.Input.Skip(1).Where(input => input.Length > 0))
        {
            TensorProto constant = model.Initializer(name)!;
            float[] values = model.Floats(name);
            int part = values.Length / factors.Length;
            model.SetInitializer(TensorValues.Of(name, [.. values.Select((value, i) => (float)(value * factors[i / part]))], [.. constant.Dims]));
        }
    }

    private static void ScaleInputs(OnnxModel model, NodeProto node, TensorProto weight, double[] factors)
    {
        float[] values = model.Floats(weight.Name);
        model.SetInitializer(TensorValues.Of(weight.Name, [.. values.Select((value, i) => (float)(value / factors[InputChannel(node, weight, i)]))], [.. weight.Dims]));
    }
}
