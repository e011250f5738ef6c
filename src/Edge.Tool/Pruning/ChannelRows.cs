using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>How a tensor of one picture is read as a row of places for each channel.</summary>
/// <param name="Channels">Rows.</param>
/// <param name="Positions">Places in each.</param>
/// <param name="IsLast">Whether the channels are the last dimension and not the second.</param>
internal readonly record struct ChannelRows(int Channels, int Positions, bool IsLast)
{
    /// <summary>Of the input or output of an operator: channels are last for matrix products.</summary>
    public static ChannelRows Of(TensorShape shape, string operation)
    {
        bool isLast = operation is "MatMul" or "Gemm";
        int channels = shape.Sizes[isLast ? shape.Sizes.Count - 1 : 1];
        int count = (int)CouplingContext.Product([.. shape.Sizes]);
        return new ChannelRows(channels, channels > 0 ? count / channels : 0, isLast);
    }

    /// <summary>The chosen places of some channels, row by row.</summary>
    public float[] Gather(ReadOnlySpan<float> values, int first, int count, int[] places)
    {
        float[] rows = new float[count * places.Length];
        for (int channel = 0; channel < count; channel++)
            Gather(values, first + channel, places, rows.AsSpan(channel * places.Length, places.Length));
        return rows;
    }

    /// <summary>The chosen places of one channel.</summary>
    public void Gather(ReadOnlySpan<float> values, int channel, int[] places, Span<float> row)
    {
        if (!IsLast && places.Length == Positions)
        {
            values.Slice(channel * Positions, Positions).CopyTo(row);
            return;
        }

        for (int i = 0; i < places.Length; i++)
            row[i] = IsLast ? values[(places[i] * Channels) + channel] : values[(channel * Positions) + places[i]];
    }
}
