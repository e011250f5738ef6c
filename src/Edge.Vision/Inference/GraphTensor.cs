using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>A named tensor to feed to a graph. Holds, and does not copy, the array it is given.</summary>
public sealed class GraphTensor
{
    private readonly Func<GraphTensor> _copy;

    private GraphTensor(string name, IReadOnlyList<int> sizes, Array values, Func<long[], OrtValue> create, Func<GraphTensor> copy)
    {
        _copy = copy;
        long count = 1;
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
            count *= size;
        }

        if (count != values.Length)
            throw new ArgumentException($"tensor '{name}' of [{string.Join('x', sizes)}] needs {count} values, {values.Length} are given", nameof(values));
        Name = name;
        Sizes = sizes;
        Values = values;
        Create = () => create([.. sizes.Select(size => (long)size)]);
    }

    /// <summary>Name of the graph's input.</summary>
    public string Name { get; }

    /// <summary>Sizes of its dimensions.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The elements, rows one after another.</summary>
    public Array Values { get; }

    /// <summary>The runtime's own view of the values; whoever calls it disposes it.</summary>
    internal Func<OrtValue> Create { get; }

    /// <summary>The same values in an array of its own.</summary>
    public GraphTensor Copy() => _copy();

    /// <summary>A tensor of <paramref name="values"/>: float, double, byte, sbyte, int, long or bool.</summary>
    /// <exception cref="ArgumentException">The number of values is not the product of the sizes.</exception>
    public static GraphTensor Of<T>(string name, IReadOnlyList<int> sizes, T[] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(values);
        return new(name, sizes, values, dimensions => OrtValue.CreateTensorValueFromMemory(values, dimensions), () => Of(name, sizes, (T[])values.Clone()));
    }
}
