namespace Edge.Tool.Quantization;

/// <summary>How a value is quantized: real = (byte - zero point) * scale.</summary>
/// <param name="Scale">Size of one step, above 0.</param>
/// <param name="ZeroPoint">The byte that stands for 0.</param>
/// <param name="Type">Kind of byte.</param>
internal readonly record struct QuantParameters(float Scale, int ZeroPoint, ActivationType Type)
{
    /// <summary>Least byte.</summary>
    public int Lowest => Type == ActivationType.UInt8 ? 0 : -128;

    /// <summary>Largest byte.</summary>
    public int Highest => Type == ActivationType.UInt8 ? 255 : 127;

    /// <summary>Least real value.</summary>
    public float Minimum => Dequantize(Type == ActivationType.UInt8 ? 0 : -127);

    /// <summary>Largest real value.</summary>
    public float Maximum => Dequantize(Highest);

    /// <summary>For values from <paramref name="minimum"/> (0 or less) to <paramref name="maximum"/> (0 or more).</summary>
    public static QuantParameters Of(float minimum, float maximum, ActivationType type)
    {
        // A value that was always 0 needs a scale too; any will do.
        if (type == ActivationType.Int8Symmetric)
            return new(Positive(Math.Max(-minimum, maximum) / 127), 0, type);
        float scale = Positive((maximum - minimum) / 255);
        return new(scale, (int)Math.Clamp(MathF.Round(-minimum / scale), 0, 255), type);
    }

    /// <summary>For results of the sigmoid, which lie between 0 and 1 whatever is fed.</summary>
    public static QuantParameters OfSigmoid(ActivationType type) =>
        type == ActivationType.UInt8 ? new(1 / 256f, 0, type) : new(1 / 128f, 0, type);

    /// <summary>The byte for a real value: the nearest, to even at the half, cut off at the ends.</summary>
    public int Quantize(float value) => (int)Math.Clamp(MathF.Round(value / Scale) + ZeroPoint, Lowest, Highest);

    /// <summary>The real value of a byte.</summary>
    public float Dequantize(int quantized) => (quantized - ZeroPoint) * Scale;

    private static float Positive(float scale) => scale > 1e-30f ? scale : 1;
}
