namespace Edge.Vision.Inference;

/// <summary>One output of one run, as floats, whatever type the model gives. Valid until the next run.</summary>
internal readonly unsafe struct OutputTensor(float* data, int[] sizes)
{
    /// <summary>First element; rows lie one after another.</summary>
    public float* Data { get; } = data;

    /// <summary>Sizes of the dimensions.</summary>
    public int[] Sizes { get; } = sizes;
}
