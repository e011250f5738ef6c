namespace Edge.Vision.Preprocessing;

/// <summary>
/// Where each output column comes from: the byte offset of its left source pixel and two weights in 1/2048.
/// Coordinates and weights are those of OpenCV's <c>resize</c> with <c>INTER_LINEAR</c> on 8-bit pictures,
/// because published accuracies were measured with it.
/// </summary>
internal sealed class ResampleTable
{
    /// <summary>Weights are whole numbers of 1/2048.</summary>
    public const int One = 2048;

    private readonly int[] _offsets;
    private readonly int[] _weights;

    /// <summary>Room for up to <paramref name="maximumOutputs"/> output columns.</summary>
    public ResampleTable(int maximumOutputs)
    {
        _offsets = new int[maximumOutputs];
        _weights = new int[maximumOutputs];
    }

    /// <summary>Output columns.</summary>
    public int Count { get; private set; }

    /// <summary>Source columns.</summary>
    public int SourceLength { get; private set; }

    /// <summary>Leading output columns whose eight bytes from their offset all lie inside the source row.</summary>
    public int SafeCount { get; private set; }

    /// <summary>Byte offset of the left source pixel of each output column.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count);

    /// <summary>Left weight in the low 16 bits, right weight in the high ones.</summary>
    public ReadOnlySpan<int> Weights => _weights.AsSpan(0, Count);

    /// <summary>Fills the table for a row of <paramref name="source"/> pixels scaled to <paramref name="output"/>.</summary>
    public void Fill(int source, int output)
    {
        Count = output;
        SourceLength = source;
        SafeCount = 0;
        double scale = 1.0 / ((double)output / source);
        for (int x = 0; x < output; x++)
        {
            Locate(x, scale, out int left, out float fraction);
            if (left < 0)
                (left, fraction) = (0, 0);
            if (left >= source - 1)
                (left, fraction) = (source - 1, 0);
            _offsets[x] = left * 3;
            _weights[x] = Weight(1 - fraction) | (Weight(fraction) << 16);
            if (SafeCount == x && (left * 3) + 8 <= source * 3)
                SafeCount = x + 1;
        }
    }

    /// <summary>The two source rows of output row <paramref name="y"/>, clamped to the picture, and their weights.</summary>
    public static void Rows(int y, int source, int output, out int upper, out int lower, out short upperWeight, out short lowerWeight)
    {
        Locate(y, 1.0 / ((double)output / source), out int row, out float fraction);
        upper = Math.Clamp(row, 0, source - 1);
        lower = Math.Clamp(row + 1, 0, source - 1);
        upperWeight = (short)Weight(1 - fraction);
        lowerWeight = (short)Weight(fraction);
    }

    private static void Locate(int output, double scale, out int source, out float fraction)
    {
        float position = (float)(((output + 0.5) * scale) - 0.5);
        source = (int)MathF.Floor(position);
        fraction = position - source;
    }

    private static int Weight(float fraction) => (int)MathF.Round(fraction * One);
}
