using System.Runtime.InteropServices;

namespace Edge.Testing.Onnx;

/// <summary>Builds small ONNX graphs, field by field as in onnx.proto3. A size is a number, or a name where it is open.</summary>
public sealed class OnnxGraph
{
    private readonly ProtobufWriter _graph = new();

    public OnnxGraph(string name = "test") => _graph.Text(2, name);

    public OnnxGraph Input(string name, OnnxType type, params object[] sizes)
    {
        _graph.Message(11, ValueInfo(name, type, sizes));
        return this;
    }

    public OnnxGraph Output(string name, OnnxType type, params object[] sizes)
    {
        _graph.Message(12, ValueInfo(name, type, sizes));
        return this;
    }

    public OnnxGraph Floats(string name, float[] values, params int[] sizes)
    {
        _graph.Message(5, Tensor(name, OnnxType.Float, MemoryMarshal.AsBytes(values.AsSpan()), sizes));
        return this;
    }

    public OnnxGraph Integers(string name, long[] values, params int[] sizes)
    {
        _graph.Message(5, Tensor(name, OnnxType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), sizes));
        return this;
    }

    /// <summary>An initializer whose data is said to lie in <paramref name="location"/>.</summary>
    public OnnxGraph External(string name, string location, params int[] sizes)
    {
        ProtobufWriter tensor = Tensor(name, OnnxType.Float, [], sizes);
        tensor.Message(13, new ProtobufWriter().Text(1, "location").Text(2, location));
        tensor.Number(14, 1);
        _graph.Message(5, tensor);
        return this;
    }

    /// <summary>A node; attributes are numbers, texts, arrays of numbers, or graphs.</summary>
    public OnnxGraph Node(string operation, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs)
            node.Text(1, input);
        foreach (string output in outputs)
            node.Text(2, output);
        node.Text(4, operation);
        foreach ((string name, object value) in attributes)
            node.Message(5, Attribute(name, value));
        _graph.Message(1, node);
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToModel(params (string Key, string Value)[] metadata)
    {
        ProtobufWriter model = new();
        model.Number(1, 8);
        model.Message(8, new ProtobufWriter().Text(1, "").Number(2, 17));
        model.Message(7, _graph);
        foreach ((string key, string value) in metadata)
            model.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        return model.ToBytes();
    }

    private static ProtobufWriter Tensor(string name, OnnxType type, ReadOnlySpan<byte> data, int[] sizes)
    {
        ProtobufWriter tensor = new();
        foreach (int size in sizes)
            tensor.Number(1, size);
        tensor.Number(2, (int)type).Text(8, name);
        if (data.Length > 0)
            tensor.Bytes(9, data);
        return tensor;
    }

    private static ProtobufWriter ValueInfo(string name, OnnxType type, object[] sizes)
    {
        ProtobufWriter shape = new();
        foreach (object size in sizes)
            shape.Message(1, size is string open ? new ProtobufWriter().Text(2, open) : new ProtobufWriter().Number(1, Convert.ToInt64(size)));
        ProtobufWriter tensor = new ProtobufWriter().Number(1, (int)type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }

    private static ProtobufWriter Attribute(string name, object value)
    {
        ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
        switch (value)
        {
            case float number:
                attribute.Float(2, number).Number(20, 1);
                break;
            case int number:
                attribute.Number(3, number).Number(20, 2);
                break;
            case string text:
                attribute.Text(4, text).Number(20, 3);
                break;
            case OnnxGraph graph:
                attribute.Message(6, graph._graph).Number(20, 5);
                break;
            case int[] numbers:
                foreach (int number in numbers)
                    attribute.Number(8, number);
                attribute.Number(20, 7);
                break;
            default:
                throw new ArgumentException($"attribute '{name}' of type {value.GetType()}");
        }

        return attribute;
    }
}
