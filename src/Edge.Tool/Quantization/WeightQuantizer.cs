namespace Edge.Tool.Quantization;

/// <summary>Weights as signed bytes, symmetric around 0, with a scale for each output channel; biases as 32-bit integers. Pure.</summary>
internal static class WeightQuantizer
{
    /// <summary>Quantizes weights and bias of one layer.</summary>
    /// <param name="weights">Weights, channel by channel.</param>
    /// <param name="bias">A bias for each channel; null for none.</param>
    /// <param name="channels">Output channels.</param>
    /// <param name="inputScale">Scale of the layer's input.</param>
    /// <param name="reduceRange">7 bits instead of 8.</param>
    public static QuantizedWeights Quantize(ReadOnlySpan<float> weights, float[]? bias, int channels, float inputScale, bool reduceRange)
    {
        int limit = reduceRange ? 63 : 127;
        int filter = weights.Length / channels;
        sbyte[] quantized = new sbyte[weights.Length];
        float[] scales = new float[channels];
        int[]? quantizedBias = bias is null ? null : new int[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<float> own = weights.Slice(channel * filter, filter);
            float largest = 0;
            foreach (float weight in own)
                largest = Math.Max(largest, Math.Abs(weight));
            float scale = Scale(largest / limit, bias?[channel] ?? 0, inputScale);
            scales[channel] = scale;
            for (int i = 0; i < filter; i++)
                quantized[(channel * filter) + i] = (sbyte)Math.Clamp(MathF.Round(own[i] / scale), -limit, limit);
            if (quantizedBias is not null)
                quantizedBias[channel] = (int)Math.Round(bias![channel] / ((double)inputScale * scale));
        }

        return new QuantizedWeights(quantized, scales, quantizedBias);
    }

    /// <summary>The weights' own scale, but large enough that the bias, in steps of input times weight, stays well inside 32 bits.</summary>
    private static float Scale(float scale, float bias, float inputScale)
    {
        const double BiasLimit = 1 << 30;
        double least = Math.Abs(bias) / (inputScale * BiasLimit);
        return (float)Math.Max(Math.Max(scale, least), 1e-12);
    }
}
