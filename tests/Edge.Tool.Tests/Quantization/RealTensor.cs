namespace Edge.Tool.Tests.Quantization;

/// <summary>Real numbers with their sizes: what bytes stand for.</summary>
internal sealed record RealTensor(double[] Values, int[] Sizes)
{
    public int Count => Values.Length;

    /// <summary>Elements from one step along dimension <paramref name="axis"/> to the next.</summary>
    public int Stride(int axis) => Sizes.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
}
