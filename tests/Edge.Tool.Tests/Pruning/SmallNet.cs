using Edge.Testing.Onnx;
using Edge.Tool.Onnx;
using Edge.Tool.Tests.Onnx;

namespace Edge.Tool.Tests.Pruning;

/// <summary>Builds small networks, op by op, with random weights from a seed. Values are named by what made them.</summary>
internal sealed class SmallNet
{
    private readonly OnnxGraph _graph = new();
    private readonly Random _random;
    private int _names;

    public SmallNet(int seed, int channels = 3, int side = 8)
    {
        _random = new Random(seed);
        _graph.Input("images", OnnxType.Float, 1, channels, side, side);
        Sizes["images"] = [1, channels, side, side];
    }

    public Dictionary<string, int[]> Sizes { get; } = [];

    public string Conv(string input, int outputs, int kernel = 1, int group = 1, int stride = 1, string? name = null)
    {
        int[] from = Sizes[input];
        name ??= NewName("conv");
        Floats(name + "_w", outputs, from[1] / group, kernel, kernel);
        Floats(name + "_b", outputs);
        int pad = kernel / 2, side = ((from[2] + (2 * pad) - kernel) / stride) + 1;
        return Add("Conv", name, [input, name + "_w", name + "_b"], [1, outputs, side, side], ("group", group), ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad }));
    }

    public string Norm(string input)
    {
        string name = NewName("norm");
        int channels = Sizes[input][1];
        foreach (string part in new[] { "_s", "_h", "_m" })
            Floats(name + part, channels);
        _graph.Floats(name + "_v", [.. Enumerable.Range(0, channels).Select(_ => 0.5f + (float)_random.NextDouble())], channels);
        return Add("BatchNormalization", name, [input, name + "_s", name + "_h", name + "_m", name + "_v"], Sizes[input]);
    }

    public string Unary(string operation, string input, params (string, object)[] attributes) => Add(operation, NewName(operation), [input], Sizes[input], attributes);

    public string Silu(string input) => Binary("Mul", input, Unary("Sigmoid", input));

    public string Binary(string operation, string a, string b) => Add(operation, NewName(operation), [a, b], Sizes[a].Length >= Sizes[b].Length ? Larger(Sizes[a], Sizes[b]) : Sizes[b]);

    /// <summary>With a constant of one number a channel.</summary>
    public string WithConstant(string operation, string input)
    {
        string name = NewName("constant");
        Floats(name, Sizes[input][1], 1, 1);
        return Add(operation, NewName(operation), [input, name], Sizes[input]);
    }

    public string Concat(params string[] inputs) =>
        Add("Concat", NewName("concat"), inputs, [1, inputs.Sum(input => Sizes[input][1]), .. Sizes[inputs[0]].Skip(2)], ("axis", 1));

    public string[] Split(string input, params int[] parts)
    {
        string name = NewName("split");
        string[] outputs = [.. parts.Select((_, i) => $"{name}_{i}")];
        string[] inputs = [input];
        if (parts.Distinct().Count() > 1)
        {
            _graph.Integers(name + "_sizes", [.. parts.Select(part => (long)part)], parts.Length);
            inputs = [input, name + "_sizes"];
        }

        _graph.Node("Split", inputs, outputs, ("axis", 1));
        for (int i = 0; i < parts.Length; i++)
            Sizes[outputs[i]] = [1, parts[i], .. Sizes[input].Skip(2)];
        return outputs;
    }

    public string Slice(string input, long start, long end, int axis, long step = 1)
    {
        string name = NewName("slice");
        _graph.Integers(name + "_from", [start], 1).Integers(name + "_to", [end], 1).Integers(name + "_axis", [axis], 1).Integers(name + "_step", [step], 1);
        int size = Sizes[input][axis];
        long from = start < 0 ? start + size : start, to = Math.Min(end < 0 ? end + size : end, size);
        int[] sizes = [.. Sizes[input]];
        sizes[axis] = (int)((to - from + step - 1) / step);
        return Add("Slice", name, [input, name + "_from", name + "_to", name + "_axis", name + "_step"], sizes);
    }

    public string Reshape(string input, params int[] sizes)
    {
        string name = NewName("reshape");
        _graph.Integers(name + "_shape", [.. sizes.Select(size => (long)size)], sizes.Length);
        int known = sizes.Where(size => size > 0).Aggregate(1, (product, size) => product * size);
        int all = Sizes[input].Aggregate(1, (product, size) => product * size);
        return Add("Reshape", name, [input, name + "_shape"], [.. sizes.Select(size => size < 0 ? all / known : size)]);
    }

    public string Transpose(string input, params int[] order) => Add("Transpose", NewName("transpose"), [input], [.. order.Select(axis => Sizes[input][axis])], ("perm", order));

    public string Shuffle(string input, int groups)
    {
        int[] from = Sizes[input];
        string split = Reshape(input, 1, groups, from[1] / groups, from[2], from[3]);
        return Reshape(Transpose(split, 0, 2, 1, 3, 4), 1, -1, from[2], from[3]);
    }

    public string MaxPool(string input, int kernel = 3) =>
        Add("MaxPool", NewName("pool"), [input], Sizes[input], ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { 1, 1 }), ("pads", new[] { kernel / 2, kernel / 2, kernel / 2, kernel / 2 }));

    public string GlobalPool(string input) => Add("GlobalAveragePool", NewName("global"), [input], [1, Sizes[input][1], 1, 1]);

    public string Double(string input)
    {
        string name = NewName("resize");
        int[] from = Sizes[input];
        _graph.Integers(name + "_sizes", [1, from[1], from[2] * 2, from[3] * 2], 4);
        return Add("Resize", name, [input, "", "", name + "_sizes"], [1, from[1], from[2] * 2, from[3] * 2], ("mode", "nearest"));
    }

    public string Pad(string input)
    {
        string name = NewName("pad");
        int[] from = Sizes[input];
        _graph.Integers(name + "_pads", [0, 0, 1, 1, 0, 0, 1, 1], 8);
        return Add("Pad", name, [input, name + "_pads"], [1, from[1], from[2] + 2, from[3] + 2]);
    }

    public string Flatten(string input) => Add("Flatten", NewName("flatten"), [input], [1, Sizes[input].Aggregate(1, (product, size) => product * size)]);

    public string Gemm(string input, int outputs, bool isTransposed = true)
    {
        string name = NewName("gemm");
        int inputs = Sizes[input][1];
        if (isTransposed)
            Floats(name + "_w", outputs, inputs);
        else
            Floats(name + "_w", inputs, outputs);
        Floats(name + "_b", outputs);
        return Add("Gemm", name, [input, name + "_w", name + "_b"], [1, outputs], ("transB", isTransposed ? 1 : 0));
    }

    public string MatMul(string input, int outputs)
    {
        string name = NewName("matmul");
        Floats(name + "_w", Sizes[input][^1], outputs);
        return Add("MatMul", name, [input, name + "_w"], [.. Sizes[input].SkipLast(1), outputs]);
    }

    public string Raw(string operation, string input, int[] sizes, params (string, object)[] attributes) => Add(operation, NewName(operation), [input], sizes, attributes);

    /// <summary>The model with these outputs.</summary>
    public OnnxModel Build(params string[] outputs)
    {
        foreach (string output in outputs)
            _graph.Output(output, OnnxType.Float, [.. Sizes[output].Select(size => (object)size)]);
        return TestGraphs.Parse(_graph.ToModel());
    }

    private static int[] Larger(int[] a, int[] b) => [.. a.Select((size, axis) => Math.Max(size, axis - (a.Length - b.Length) is var other and >= 0 ? b[other] : 1))];

    private string Add(string operation, string output, string[] inputs, int[] sizes, params (string Name, object Value)[] attributes)
    {
        _graph.Node(operation, inputs, [output], attributes);
        Sizes[output] = sizes;
        return output;
    }

    private string NewName(string kind) => $"{kind.ToLowerInvariant()}{_names++}";

    private void Floats(string name, params int[] sizes)
    {
        int count = sizes.Aggregate(1, (product, size) => product * size);
        _graph.Floats(name, [.. Enumerable.Range(0, count).Select(_ => (float)(_random.NextDouble() - 0.5))], sizes);
    }
}
