using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>What one run of a graph gave. Its values lie in the runtime's memory, until it is disposed.</summary>
public sealed class GraphRun : IDisposable
{
    private readonly IDisposableReadOnlyCollection<OrtValue> _values;
    private readonly Dictionary<string, OrtValue> _byName;

    internal GraphRun(IReadOnlyList<string> names, IDisposableReadOnlyCollection<OrtValue> values)
    {
        _values = values;
        Names = names;
        _byName = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>The outputs that were asked for, in that order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Element type and sizes of an output.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    public TensorShape Shape(string name)
    {
        OrtValue value = Value(name);
        if (!value.IsTensor)
            return new TensorShape(name, value.OnnxType.ToString(), []);
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return new TensorShape(name, info.ElementDataType.ToString(), [.. info.Shape.Select(size => checked((int)size))]);
    }

    /// <summary>The elements of an output, rows one after another.</summary>
    /// <exception cref="KeyNotFoundException">It was not asked for.</exception>
    /// <exception cref="InvalidOperationException">Its elements are of another type.</exception>
    public ReadOnlySpan<T> Values<T>(string name)
        where T : unmanaged
    {
        string type = Shape(name).Type;
        if (type != TypeName<T>())
            throw new InvalidOperationException($"output '{name}' holds {type}, not {TypeName<T>()}");
        return Value(name).GetTensorDataAsSpan<T>();
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _values.Dispose();

    private static string TypeName<T>() => typeof(T) switch
    {
        var type when type == typeof(float) => "Float",
        var type when type == typeof(byte) => "UInt8",
        var type when type == typeof(sbyte) => "Int8",
        var type when type == typeof(int) => "Int32",
        var type when type == typeof(long) => "Int64",
        var type => type.Name,
    };

    private OrtValue Value(string name) =>
        _byName.TryGetValue(name, out OrtValue? value) ? value : throw new KeyNotFoundException($"output '{name}' was not asked for; asked for: {string.Join(", ", Names)}");
}
