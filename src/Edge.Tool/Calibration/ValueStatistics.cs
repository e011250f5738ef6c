using System.Numerics.Tensors;

namespace Edge.Tool.Calibration;

/// <summary>What one value of a graph was over all calibration images.</summary>
internal sealed class ValueStatistics
{
    /// <summary>Columns of the histogram: eight for each of the 256 steps that a byte has.</summary>
    public const int Bins = 2048;

    /// <summary>Least value seen.</summary>
    public float Minimum { get; private set; } = float.PositiveInfinity;

    /// <summary>Largest value seen.</summary>
    public float Maximum { get; private set; } = float.NegativeInfinity;

    /// <summary>How often each part of the range from <see cref="Minimum"/> to <see cref="Maximum"/> was seen.</summary>
    public long[] Histogram { get; } = new long[Bins];

    /// <summary>Largest magnitude of each channel; empty until a picture was looked at.</summary>
    public float[] ChannelMaximum { get; private set; } = [];

    /// <summary>Sum of each channel's values.</summary>
    public double[] ChannelSum { get; private set; } = [];

    /// <summary>Values seen of each channel.</summary>
    public long ChannelCount { get; private set; }

    /// <summary>Width of one column.</summary>
    public double BinWidth => ((double)Maximum - Minimum) / Bins;

    /// <summary>The middle of column <paramref name="bin"/>.</summary>
    public double Centre(int bin) => Minimum + ((bin + 0.5) * BinWidth);

    /// <summary>First pass: the ends of the range, and the channels.</summary>
    public void AddRange(ReadOnlySpan<float> values, IReadOnlyList<int> sizes)
    {
        if (values.IsEmpty)
            return;
        Minimum = Math.Min(Minimum, TensorPrimitives.Min(values));
        Maximum = Math.Max(Maximum, TensorPrimitives.Max(values));
        AddChannels(values, sizes.Count > 1 ? sizes[1] : 1);
    }

    /// <summary>Second pass: the histogram.</summary>
    public void AddHistogram(ReadOnlySpan<float> values)
    {
        float width = Maximum - Minimum;
        if (!(width > 0))
        {
            Histogram[0] += values.Length;
            return;
        }

        float minimum = Minimum;
        float factor = Bins / width;
        long[] histogram = Histogram;
        foreach (float value in values)
            histogram[Math.Clamp((int)((value - minimum) * factor), 0, Bins - 1)]++;
    }

    private void AddChannels(ReadOnlySpan<float> values, int channels)
    {
        if (ChannelMaximum.Length == 0)
        {
            ChannelMaximum = new float[channels];
            ChannelSum = new double[channels];
        }

        int plane = values.Length / channels;
        if (channels != ChannelMaximum.Length || plane * channels != values.Length)
            return;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> part = values.Slice(channel * plane, plane);
            ChannelMaximum[channel] = Math.Max(ChannelMaximum[channel], Math.Abs(TensorPrimitives.MaxMagnitude(part)));
            ChannelSum[channel] += TensorPrimitives.Sum(part);
        }

        ChannelCount += plane;
    }
}
