using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>What ONNX Runtime has integer kernels for, operator by operator. Pure.</summary>
internal static class QuantizableNodes
{
    /// <summary>What a node could be at best, and for a node with weights that can't be quantized: why.</summary>
    public static NodeRole Role(OnnxModel model, NodeProto node, out string reason)
    {
        reason = "";
        if (node.Domain is not ("" or "ai.onnx"))
            return NodeRole.Float;
        switch (node.OpType)
        {
            case "Conv":
                reason = Constants(model, node, 1, 2);
                return reason.Length == 0 ? NodeRole.Weighted : NodeRole.Float;
            case "Gemm":
                reason = node.Float("alpha", 1) != 1 || node.Float("beta", 1) != 1 || node.Int("transA", 0) != 0
                    ? "factors or a transposed input"
                    : Constants(model, node, 1, 2);
                return reason.Length == 0 ? NodeRole.Weighted : NodeRole.Float;
            case "MatMul":
                reason = Constants(model, node, 1, 1);
                return reason.Length == 0 && model.Initializer(node.Input[1])!.Dims.Count == 2 ? NodeRole.Weighted : NodeRole.Float;
            case "ConvTranspose":
                reason = "there is no integer kernel for it";
                return NodeRole.Float;
            case "Add" or "Mul":
                return IsFree(model, node.Input[0]) && IsFree(model, node.Input[1]) ? NodeRole.Arithmetic : NodeRole.Float;
            case "Concat":
                return node.Input.All(input => IsFree(model, input)) ? NodeRole.Arithmetic : NodeRole.Float;
            case "Sigmoid" or "LeakyRelu" or "AveragePool" or "GlobalAveragePool":
                return IsFree(model, node.Input[0]) ? NodeRole.Arithmetic : NodeRole.Float;
            case "MaxPool":
                return node.Output.Count == 1 ? NodeRole.Moving : NodeRole.Float;
            case "Resize":
                // Interpolation makes values between bytes, and the runtime keeps it in float.
                return node.Text("mode", "nearest") == "nearest" ? NodeRole.Moving : NodeRole.Float;
            case "Reshape" or "Transpose" or "Slice" or "Split" or "Squeeze" or "Unsqueeze" or "Flatten":
                return IsFree(model, node.Input[0]) ? NodeRole.Moving : NodeRole.Float;
            default:
                return NodeRole.Float;
        }
    }

    /// <summary>Whether a Relu or Clip only cuts off what lies outside a range around 0, as rounding to a byte does by itself.</summary>
    public static bool CanFold(OnnxModel model, NodeProto node)
    {
        if (node.OpType == "Relu")
            return true;
        (float minimum, float maximum) = ClipRange(model, node);
        return minimum <= 0 && maximum >= 0 && !float.IsNaN(minimum) && !float.IsNaN(maximum);
    }

    /// <summary>What a Relu or Clip lets through; NaN where that is no constant.</summary>
    public static (float Minimum, float Maximum) ClipRange(OnnxModel model, NodeProto node)
    {
        if (node.OpType == "Relu")
            return (0, float.PositiveInfinity);
        return (End(1, float.NegativeInfinity), End(2, float.PositiveInfinity));

        float End(int index, float open) => node.InputAt(index) switch
        {
            "" => open,
            var name when model.Initializer(name) is not null => model.Floats(name)[0],
            _ => float.NaN,
        };
    }

    /// <summary>Whether a node is one of the two of x * sigmoid(x).</summary>
    public static bool IsSilu(OnnxModel model, NodeProto node) => node.OpType switch
    {
        "Sigmoid" => model.Consumers(node.Output[0]) is [{ OpType: "Mul" } product] && product.Input.Contains(node.Input[0]),
        "Mul" => node.Input.Any(input => model.Producer(input) is { OpType: "Sigmoid" } sigmoid && node.Input.Contains(sigmoid.Input[0]) && IsSilu(model, sigmoid)),
        _ => false,
    };

    /// <summary>The function that all who take a value apply to it, where they agree; null for none.</summary>
    public static Func<double, double>? Follower(OnnxModel model, string value)
    {
        IReadOnlyList<NodeProto> consumers = model.Consumers(value);
        if (model.IsOutput(value) || consumers.Count == 0)
            return null;
        if (consumers.Count == 2 && consumers.All(consumer => IsSilu(model, consumer)))
            return x => x / (1 + Math.Exp(-x));
        if (consumers.All(consumer => consumer.OpType == "Sigmoid"))
            return x => 1 / (1 + Math.Exp(-x));
        if (consumers is [{ OpType: "LeakyRelu" } leaky])
        {
            double slope = leaky.Float("alpha", 0.01f);
            return x => x < 0 ? x * slope : x;
        }

        return null;
    }

    private static string Constants(OnnxModel model, NodeProto node, int first, int last)
    {
        for (int i = first; i <= last; i++)
        {
            if (node.InputAt(i).Length > 0 && model.Initializer(node.Input[i]) is not { } constant)
                return i == 1 ? "its weights are no constant" : "its bias is no constant";
            if (node.InputAt(i).Length > 0 && !model.Initializer(node.Input[i])!.IsFloat())
                return "its weights are no floats";
        }

        return "";
    }

    private static bool IsFree(OnnxModel model, string value) => model.Initializer(value) is null;
}
