using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Quantization;

/// <summary>
/// A quantized model as ONNX Runtime runs it, optimised and with the bytes of every layer in the open, against plain arithmetic:
/// each layer computed with real numbers from its own input bytes, and rounded.
/// </summary>
internal sealed class LayerReference
{
    private readonly OnnxModel _model;
    private readonly Dictionary<string, RealTensor> _constants = [];

    public LayerReference(OnnxModel quantized) => _model = quantized;

    /// <summary>Layers compared.</summary>
    public int Layers { get; private set; }

    /// <summary>Elements compared.</summary>
    public long Elements { get; private set; }

    /// <summary>Runs the model and gives each layer that differs by more than one step, with the worst difference.</summary>
    /// <param name="input">What it is fed.</param>
    /// <param name="mostElements">Elements of a layer that are computed; larger layers are looked at in places all over.</param>
    public IReadOnlyList<string> Differences(GraphTensor input, int mostElements)
    {
        string[] bytes = [.. _model.Nodes.Where(node => node.OpType == "QuantizeLinear").Select(node => node.Output[0])];
        List<string> faults = [];
        using GraphRunner runner = _model.Open(new GraphRunnerOptions { Optimization = GraphOptimization.All }, bytes);
        using GraphRun run = runner.Run([input], bytes);
        foreach (NodeProto node in _model.Nodes.Where(node => node.OpType is not ("QuantizeLinear" or "DequantizeLinear")))
        {
            for (int output = 0; output < node.Output.Count; output++)
            {
                if (QuantizeAfter(node.Output[output]) is not { } quantize || !node.Input.Where(name => name.Length > 0 && _model.Initializer(name) is null).All(IsDequantized))
                    continue;
                int worst = WorstStep(run, node, output, quantize, mostElements);
                Layers++;
                if (worst > 1)
                    faults.Add($"{node.OpType} '{node.Name}' output {output}: {worst} steps");
            }
        }

        return faults;
    }

    private int WorstStep(GraphRun run, NodeProto node, int output, NodeProto quantize, int mostElements)
    {
        RealTensor?[] inputs = [.. node.Input.Select(name => name.Length == 0 ? null : Real(run, name))];
        (double scale, int zero, bool signed) = Parameters(quantize);
        int[] actual = Bytes(run, quantize.Output[0], signed);
        int[] sizes = [.. run.Shape(quantize.Output[0]).Sizes];
        int step = Math.Max(1, actual.Length / mostElements) | 1;
        int worst = 0;
        for (int i = 0; i < actual.Length; i += step)
        {
            double real = Cut(node.Output[output], ReferenceOperators.Element(node, output, inputs, sizes, i));
            int expected = (int)Math.Clamp(Math.Round(real / scale) + zero, signed ? -128 : 0, signed ? 127 : 255);
            worst = Math.Max(worst, Math.Abs(expected - actual[i]));
            Elements++;
        }

        return worst;
    }

    private bool IsDequantized(string name) => _model.Producer(name) is { OpType: "DequantizeLinear" };

    /// <summary>The quantization of a result, past a Relu or Clip that is part of it.</summary>
    private NodeProto? QuantizeAfter(string value) => _model.Consumers(value) switch
    {
        [{ OpType: "QuantizeLinear" } quantize] => quantize,
        [{ OpType: "Relu" or "Clip" } cut] => QuantizeAfter(cut.Output[0]),
        _ => null,
    };

    /// <summary>A result after the Relu or Clip between it and its quantization.</summary>
    private double Cut(string value, double real) => _model.Consumers(value) switch
    {
        [{ OpType: "Relu" } cut] => Cut(cut.Output[0], Math.Max(real, 0)),
        [{ OpType: "Clip" } cut] => Cut(cut.Output[0], Math.Clamp(real, _model.Floats(cut.Input[1])[0], _model.Floats(cut.Input[2])[0])),
        _ => real,
    };

    private RealTensor Real(GraphRun run, string name)
    {
        if (_constants.TryGetValue(name, out RealTensor? known))
            return known;
        if (_model.Initializer(name) is { } constant)
            return _constants[name] = new([.. constant.IsFloat() ? constant.Floats("test").Select(value => (double)value) : constant.Integers("test").Select(value => (double)value)], [.. constant.Dims.Select(size => (int)size)]);

        NodeProto dequantize = _model.Producer(name)!;
        if (_model.Initializer(dequantize.Input[0]) is { } weights)
            return _constants[name] = Weights(dequantize, weights);
        (double scale, int zero, bool signed) = Parameters(dequantize);
        return new([.. Bytes(run, dequantize.Input[0], signed).Select(value => (value - zero) * scale)], [.. run.Shape(dequantize.Input[0]).Sizes]);
    }

    private RealTensor Weights(NodeProto dequantize, TensorProto weights)
    {
        int[] sizes = [.. weights.Dims.Select(size => (int)size)];
        float[] scales = _model.Floats(dequantize.Input[1]);
        long[] values = weights.Integers("test");
        RealTensor tensor = new(new double[values.Length], sizes);
        int axis = (int)dequantize.Int("axis", 1);
        int stride = tensor.Stride(Math.Min(axis, sizes.Length - 1));
        for (int i = 0; i < values.Length; i++)
            tensor.Values[i] = values[i] * (double)scales[scales.Length == 1 ? 0 : i / stride % scales.Length];
        return tensor;
    }

    private (double Scale, int Zero, bool Signed) Parameters(NodeProto node)
    {
        TensorProto zero = _model.Initializer(node.Input[2])!;
        return (_model.Floats(node.Input[1])[0], (int)zero.Integers("test")[0], zero.DataType == (int)TensorProto.Types.DataType.Int8);
    }

    private static int[] Bytes(GraphRun run, string name, bool signed) => signed
        ? [.. run.Values<sbyte>(name).ToArray().Select(value => (int)value)]
        : [.. run.Values<byte>(name).ToArray().Select(value => (int)value)];
}
