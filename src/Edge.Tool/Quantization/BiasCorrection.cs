using Edge.Tool.Calibration;

namespace Edge.Tool.Quantization;

/// <summary>
/// Rounding a layer's weights moves the mean of its results; the bias takes that back (Nagel et al. 2019, section 4.2, with the inputs' means
/// as they were seen in calibration). Pure.
/// </summary>
internal static class BiasCorrection
{
    /// <summary>The bias with the mean error of the rounded weights taken off.</summary>
    /// <param name="weights">The real weights, output channel by output channel.</param>
    /// <param name="quantized">The rounded ones.</param>
    /// <param name="bias">The real bias.</param>
    /// <param name="groupInputs">Input channels of one output channel.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="input">What the layer's input was in calibration.</param>
    public static float[] Correct(float[] weights, QuantizedWeights quantized, float[] bias, int groupInputs, int groups, ValueStatistics input)
    {
        int channels = bias.Length;
        if (input.ChannelSum.Length != groupInputs * groups || input.ChannelCount == 0)
            return bias;
        int filter = weights.Length / channels;
        int kernel = filter / groupInputs;
        float[] corrected = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            int firstInput = channel / (channels / groups) * groupInputs;
            double shift = 0;
            for (int i = 0; i < filter; i++)
            {
                int at = (channel * filter) + i;
                double error = (quantized.Weights[at] * (double)quantized.Scales[channel]) - weights[at];
                shift += error * input.ChannelSum[firstInput + (i / kernel)] / input.ChannelCount;
            }

            corrected[channel] = (float)(bias[channel] - shift);
        }

        return corrected;
    }
}
