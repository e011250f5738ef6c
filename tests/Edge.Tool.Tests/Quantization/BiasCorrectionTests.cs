using Edge.Tool.Calibration;
using Edge.Tool.Quantization;
using Edge.Tool.Tests.Onnx;

namespace Edge.Tool.Tests.Quantization;

public sealed class BiasCorrectionTests
{
    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 4)]
    public void Correct_InputsOfKnownMean_MakesTheMeanOfTheResultExact(int groupInputs, int groups)
    {
        const int Channels = 4;
        float[] weights = TestGraphs.Noise(Channels * groupInputs * 9, 1);
        float[] bias = TestGraphs.Noise(Channels, 2);
        float[] means = [0.5f, -2, 3, 1];
        QuantizedWeights quantized = WeightQuantizer.Quantize(weights, bias, Channels, 0.01f, reduceRange: true);
        ValueStatistics input = new();
        input.AddRange(means, [1, 4, 1, 1]);

        float[] corrected = BiasCorrection.Correct(weights, quantized, bias, groupInputs, groups, input);

        for (int channel = 0; channel < Channels; channel++)
        {
            double real = bias[channel];
            double rounded = corrected[channel];
            for (int i = 0; i < groupInputs * 9; i++)
            {
                double mean = means[(groups == 1 ? 0 : channel) + (i / 9)];
                int at = (channel * groupInputs * 9) + i;
                real += weights[at] * mean;
                rounded += quantized.Weights[at] * (double)quantized.Scales[channel] * mean;
            }

            Assert.Equal(real, rounded, 1e-4);
        }
    }
}
