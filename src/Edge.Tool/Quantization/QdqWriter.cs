using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>
/// Writes a plan into a graph: weights as integers behind DequantizeLinear, and around each quantized value a QuantizeLinear
/// and a DequantizeLinear, which ONNX Runtime and TensorRT fuse with what stands between them into integer kernels.
/// </summary>
internal sealed class QdqWriter
{
    private readonly OnnxModel _model;
    private readonly QuantizationPlan _plan;
    private readonly IReadOnlyDictionary<string, QuantParameters> _parameters;
    private readonly QuantizationOptions _options;
    private readonly IReadOnlyDictionary<string, ValueStatistics> _statistics;
    private readonly List<NodeProto> _added = [];
    private readonly HashSet<string> _scales = [];

    private QdqWriter(
        OnnxModel model,
        QuantizationPlan plan,
        IReadOnlyDictionary<string, QuantParameters> parameters,
        IReadOnlyDictionary<string, ValueStatistics> statistics,
        QuantizationOptions options)
    {
        _model = model;
        _plan = plan;
        _parameters = parameters;
        _statistics = statistics;
        _options = options;
    }

    /// <summary>Name of the bytes of a quantized value in the graph that is written.</summary>
    public static string BytesOf(string value) => value + "_q";

    /// <summary>Changes <paramref name="model"/>, for which <paramref name="plan"/> was made, in place.</summary>
    /// <param name="model">A clean graph.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="parameters">Parameters of each value of the plan that has a scale of its own.</param>
    /// <param name="statistics">What the values were in calibration, for the correction of biases.</param>
    /// <param name="options">How to quantize weights.</param>
    public static void Write(
        OnnxModel model,
        QuantizationPlan plan,
        IReadOnlyDictionary<string, QuantParameters> parameters,
        IReadOnlyDictionary<string, ValueStatistics> statistics,
        QuantizationOptions options)
    {
        QdqWriter writer = new(model, plan, parameters, statistics, options);
        // Weights first: their scales go by the names that values have now.
        foreach (NodeProto node in model.Nodes.Where(node => plan.Role(node) == NodeRole.Weighted).ToArray())
            writer.QuantizeConstants(node);
        foreach (string value in plan.Values)
            writer.QuantizeValue(value);
        model.Graph.Node.AddRange(writer._added);
        model.Touch();
        GraphCleanup.Sort(model);
        GraphCleanup.DropUnused(model);
        // What older exporters noted of inner values' types may not hold any more.
        model.Graph.ValueInfo.Clear();
    }

    private void QuantizeConstants(NodeProto node)
    {
        TensorProto weight = _model.Initializer(node.Input[1])!;
        bool isConvolution = node.OpType == "Conv";
        bool isTransposed = !isConvolution && node.Int("transB", 0) == 0;
        float[] weights = _model.Floats(weight.Name);
        int channels = (int)(isTransposed ? weight.Dims[1] : weight.Dims[0]);
        float[] ordered = isTransposed ? Transposed(weights, (int)weight.Dims[0], channels) : weights;
        float[]? bias = node.InputAt(2).Length > 0 ? Broadcast(_model.Floats(node.Input[2]), channels) : null;
        float inputScale = Parameters(node.Input[0]).Scale;
        QuantizedWeights quantized = WeightQuantizer.Quantize(ordered, bias, channels, inputScale, _options.ReduceRange);
        if (_options.CorrectBiases && bias is not null && isConvolution)
        {
            float[] corrected = BiasCorrection.Correct(ordered, quantized, bias, (int)weight.Dims[1], (int)node.Int("group", 1), _statistics[node.Input[0]]);
            quantized = WeightQuantizer.Quantize(ordered, corrected, channels, inputScale, _options.ReduceRange);
        }

        sbyte[] stored = isTransposed ? Transposed(quantized.Weights, channels, (int)weight.Dims[0]) : quantized.Weights;
        // A zero point that is left out is 0; ONNX Runtime's integer Gemm wants to see it all the same.
        bool isZeroSaid = node.OpType == "Gemm";
        node.Input[1] = Dequantized(weight.Name, name => TensorValues.Of(name, (ReadOnlySpan<sbyte>)stored, [.. weight.Dims]), quantized.Scales, isTransposed ? 1 : 0);
        if (isZeroSaid)
            SayZero(name => TensorValues.Of(name, (ReadOnlySpan<sbyte>)new sbyte[channels], channels));
        // TensorRT adds biases in float and takes no integer ones.
        if (quantized.Bias is not null && _options.Activations == ActivationType.UInt8)
        {
            node.Input[2] = Dequantized(
                node.Input[2], name => TensorValues.Of(name, (ReadOnlySpan<int>)quantized.Bias, channels), [.. quantized.Scales.Select(scale => scale * inputScale)], 0);
            if (isZeroSaid)
                SayZero(name => TensorValues.Of(name, (ReadOnlySpan<int>)new int[channels], channels));
        }
    }

    /// <summary>Gives the latest DequantizeLinear a zero point.</summary>
    private void SayZero(Func<string, TensorProto> zeros)
    {
        string name = _added[^1].Output[0] + "_z";
        Constant(zeros(name));
        _added[^1].Input.Add(name);
    }

    /// <summary>Constants of integers behind a DequantizeLinear, whose output's name is given back.</summary>
    private string Dequantized(string constant, Func<string, TensorProto> integers, float[] scales, int axis)
    {
        string name = _model.FreeName(constant + "_dq");
        Constant(integers(name + "_i"));
        Constant(TensorValues.Of(name + "_s", scales, scales.Length));
        Add(NodeAttributes.Create("DequantizeLinear", "", [name + "_i", name + "_s"], [name]).With("axis", axis));
        return name;
    }

    private void QuantizeValue(string value)
    {
        string scale = ScaleNames(_plan.ScaleOwner(value), out string zeroPoint);
        string bytes = BytesOf(value);
        string before = value;
        string after = value;
        if (_plan.IsMadeOfBytes(value))
        {
            // The real value exists only between bytes; the dequantized one takes its name, so that all who take it, outputs too, take that.
            before = _model.FreeName(value + "_real");
            NodeProto producer = _model.Producer(value)!;
            for (int i = 0; i < producer.Output.Count; i++)
            {
                if (producer.Output[i] == value)
                    producer.Output[i] = before;
            }
        }
        else
        {
            after = _model.FreeName(value + "_dq");
            foreach (NodeProto consumer in _model.Consumers(value).Where(consumer => _plan.Role(consumer) is not NodeRole.Float and not NodeRole.Folded))
            {
                for (int i = 0; i < consumer.Input.Count; i++)
                {
                    if (consumer.Input[i] == value)
                        consumer.Input[i] = after;
                }
            }
        }

        // No names: there are hundreds of them, and names would weigh as much as a small model's weights.
        Add(NodeAttributes.Create("QuantizeLinear", "", [before, scale, zeroPoint], [bytes]));
        Add(NodeAttributes.Create("DequantizeLinear", "", [bytes, scale, zeroPoint], [after]));
    }

    private QuantParameters Parameters(string value) => _parameters[_plan.ScaleOwner(value)];

    private string ScaleNames(string owner, out string zeroPoint)
    {
        string scale = owner + "_s";
        QuantParameters parameters = _parameters[owner];
        bool isUnsigned = parameters.Type == ActivationType.UInt8;
        // Values after a Relu all have zero point 0: one constant for each zero point that there is.
        zeroPoint = $"zero_{(isUnsigned ? "u8" : "i8")}_{parameters.ZeroPoint}";
        if (_scales.Add(scale))
            Constant(TensorValues.Of(scale, [parameters.Scale]));
        if (_scales.Add(zeroPoint))
        {
            Constant(isUnsigned
                ? TensorValues.Of(zeroPoint, (ReadOnlySpan<byte>)[(byte)parameters.ZeroPoint])
                : TensorValues.Of(zeroPoint, (ReadOnlySpan<sbyte>)[(sbyte)parameters.ZeroPoint]));
        }

        return scale;
    }

    private void Constant(TensorProto tensor) => _model.Graph.Initializer.Add(tensor);

    private void Add(NodeProto node) => _added.Add(node);

    private static float[] Broadcast(float[] bias, int channels) => bias.Length == channels ? bias : [.. Enumerable.Repeat(bias[0], channels)];

    private static T[] Transposed<T>(T[] values, int rows, int columns)
    {
        T[] transposed = new T[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                transposed[(column * rows) + row] = values[(row * columns) + column];
        }

        return transposed;
    }
}
