using Edge.Vision.Inference;

namespace Edge.Tool.Onnx;

/// <summary>
/// Element types and sizes of all values of a graph, for one fixed input: found by running it once, so that they are exact
/// for every operator that the runtime knows.
/// </summary>
internal sealed class ValueShapes
{
    private readonly Dictionary<string, TensorShape> _shapes = new(StringComparer.Ordinal);

    private ValueShapes()
    {
    }

    /// <summary>Runs <paramref name="model"/> once on zeros.</summary>
    /// <param name="model">The model; unchanged.</param>
    /// <param name="inputSizes">Sizes of inputs that the graph leaves open, by name; null takes 1 picture and allows no other open size.</param>
    /// <exception cref="ModelRefusedException">A size is open, or the model fails.</exception>
    public static ValueShapes Infer(OnnxModel model, IReadOnlyDictionary<string, IReadOnlyList<int>>? inputSizes = null)
    {
        ValueShapes shapes = new();
        GraphTensor[] inputs = ZeroInputs(model, inputSizes);
        foreach (TensorProto tensor in model.Graph.Initializer)
            shapes._shapes[tensor.Name] = new TensorShape(tensor.Name, TypeName(tensor.DataType), [.. tensor.Dims.Select(size => (int)size)]);
        foreach (GraphTensor input in inputs)
            shapes._shapes[input.Name] = new TensorShape(input.Name, TypeName(ElementType(model, input.Name)), input.Sizes);

        string[] values = [.. model.Nodes.SelectMany(node => node.Output).Where(output => output.Length > 0)];
        using GraphRunner runner = model.Open(new GraphRunnerOptions { Optimization = GraphOptimization.None }, values);
        using GraphRun run = runner.Run(inputs, values);
        foreach (string value in values)
            shapes._shapes[value] = run.Shape(value);
        return shapes;
    }

    /// <summary>Zeros for each input of a model.</summary>
    /// <exception cref="ModelRefusedException">A size is open and not given, or an element type can't be fed.</exception>
    public static GraphTensor[] ZeroInputs(OnnxModel model, IReadOnlyDictionary<string, IReadOnlyList<int>>? inputSizes = null) =>
        [.. model.Inputs.Select(input => Zeros(model, input, inputSizes?.GetValueOrDefault(input.Name)))];

    /// <summary>Whether the graph leaves no size of its inputs open.</summary>
    public static bool AreInputsFixed(OnnxModel model) =>
        model.Inputs.All(input => input.Type?.TensorType?.Shape is { } shape && shape.Dim.All(size => size.HasDimValue && size.DimValue > 0));

    /// <summary>Type and sizes of a value.</summary>
    /// <exception cref="KeyNotFoundException">The graph has no such value.</exception>
    public TensorShape this[string value] =>
        _shapes.TryGetValue(value, out TensorShape? shape) ? shape : throw new KeyNotFoundException($"the graph has no value '{value}'");

    /// <summary>Type and sizes of a value; null when the graph has no such value.</summary>
    public TensorShape? Find(string value) => _shapes.GetValueOrDefault(value);

    /// <summary>ONNX Runtime's name of an ONNX element type, as <see cref="TensorShape.Type"/> has it.</summary>
    public static string TypeName(int elementType) => (TensorProto.Types.DataType)elementType switch
    {
        TensorProto.Types.DataType.Uint8 => "UInt8",
        TensorProto.Types.DataType.Uint16 => "UInt16",
        var type => type.ToString(),
    };

    private static int ElementType(OnnxModel model, string input) => model.Inputs.First(info => info.Name == input).Type?.TensorType?.ElemType ?? 0;

    private static GraphTensor Zeros(OnnxModel model, ValueInfoProto input, IReadOnlyList<int>? given)
    {
        IReadOnlyList<int> sizes = given ?? Sizes(model, input);
        long count = sizes.Aggregate(1L, (product, size) => product * size);
        if (count > int.MaxValue / 8)
            throw new ModelRefusedException($"model '{model.Origin}': input '{input.Name}' of [{string.Join('x', sizes)}] is too large");
        return (TensorProto.Types.DataType)(input.Type?.TensorType?.ElemType ?? 0) switch
        {
            TensorProto.Types.DataType.Float => GraphTensor.Of(input.Name, sizes, new float[count]),
            TensorProto.Types.DataType.Uint8 => GraphTensor.Of(input.Name, sizes, new byte[count]),
            TensorProto.Types.DataType.Int8 => GraphTensor.Of(input.Name, sizes, new sbyte[count]),
            TensorProto.Types.DataType.Int32 => GraphTensor.Of(input.Name, sizes, new int[count]),
            TensorProto.Types.DataType.Int64 => GraphTensor.Of(input.Name, sizes, new long[count]),
            TensorProto.Types.DataType.Bool => GraphTensor.Of(input.Name, sizes, new bool[count]),
            TensorProto.Types.DataType.Double => GraphTensor.Of(input.Name, sizes, new double[count]),
            var type => throw new ModelRefusedException($"model '{model.Origin}': input '{input.Name}' is of type {type}; allowed: Float, Double, UInt8, Int8, Int32, Int64, Bool"),
        };
    }

    private static int[] Sizes(OnnxModel model, ValueInfoProto input)
    {
        TensorShapeProto shape = input.Type?.TensorType?.Shape ?? throw new ModelRefusedException($"model '{model.Origin}': input '{input.Name}' has no sizes");
        int[] sizes = new int[shape.Dim.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            TensorShapeProto.Types.Dimension size = shape.Dim[i];
            if (size.HasDimValue && size.DimValue is > 0 and <= int.MaxValue)
                sizes[i] = (int)size.DimValue;
            else if (i == 0)
                sizes[i] = 1;
            else
                throw new ModelRefusedException($"model '{model.Origin}' leaves size {i} of its input '{input.Name}' open; make a pack, which says it");
        }

        return sizes;
    }
}
