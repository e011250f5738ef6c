using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>
/// How near a model's outputs are to another's, as signal to noise in decibels: 10 log10 (sum of squares / sum of squared differences).
/// Each channel of an output counts the same: a detector's scores are far smaller numbers than its boxes, and matter as much.
/// </summary>
internal sealed class OutputComparison
{
    /// <summary>Channels with less than this part of the average signal are silent on these pictures and say nothing.</summary>
    private const double SilentShare = 1e-3;

    private readonly List<(string Name, IReadOnlyList<int> Sizes, float[] Values)[]> _expected = [];
    private readonly List<GraphTensor> _inputs = [];

    /// <summary>Runs <paramref name="reference"/> over <paramref name="images"/> and remembers its outputs.</summary>
    public OutputComparison(OnnxModel reference, ICalibrationSet images)
    {
        using GraphRunner runner = reference.Open(new GraphRunnerOptions { Optimization = GraphOptimization.Basic });
        foreach (GraphTensor input in images.Inputs())
        {
            // The pictures' array is used again for the next one.
            GraphTensor own = input.Values is float[] floats
                ? GraphTensor.Of(input.Name, input.Sizes, (float[])floats.Clone())
                : GraphTensor.Of(input.Name, input.Sizes, (byte[])((byte[])input.Values).Clone());
            _inputs.Add(own);
            using GraphRun run = runner.Run([own]);
            _expected.Add([.. run.Names.Select(run.Shape).Where(shape => shape.Type == "Float").Select(shape => (shape.Name, shape.Sizes, run.Values<float>(shape.Name).ToArray()))]);
        }
    }

    /// <summary>Signal to noise of <paramref name="model"/>'s outputs over all pictures, in dB; infinite when they are the same.</summary>
    public double SqnrDb(OnnxModel model)
    {
        using GraphRunner runner = model.Open(new GraphRunnerOptions());
        Dictionary<string, (double[] Signal, double[] Noise)> sums = new(StringComparer.Ordinal);
        for (int i = 0; i < _inputs.Count; i++)
        {
            using GraphRun run = runner.Run([_inputs[i]]);
            foreach ((string name, IReadOnlyList<int> sizes, float[] expected) in _expected[i])
            {
                int axis = ChannelAxis(sizes);
                if (!sums.TryGetValue(name, out (double[] Signal, double[] Noise) sum))
                    sums[name] = sum = (new double[sizes[axis]], new double[sizes[axis]]);
                Add(expected, run.Values<float>(name), sizes, axis, sum);
            }
        }

        double relative = sums.Values.Average(Relative);
        return -10 * Math.Log10(relative);
    }

    /// <summary>The shortest dimension after the first: of boxes and their values, the values.</summary>
    private static int ChannelAxis(IReadOnlyList<int> sizes)
    {
        int best = sizes.Count - 1;
        for (int axis = sizes.Count - 1; axis >= 1; axis--)
        {
            if (sizes[axis] > 1 && (sizes[best] <= 1 || sizes[axis] < sizes[best]))
                best = axis;
        }

        return best;
    }

    private static void Add(float[] expected, ReadOnlySpan<float> actual, IReadOnlyList<int> sizes, int axis, (double[] Signal, double[] Noise) sum)
    {
        int stride = 1;
        for (int i = axis + 1; i < sizes.Count; i++)
            stride *= sizes[i];
        for (int i = 0; i < expected.Length; i++)
        {
            int channel = i / stride % sizes[axis];
            double difference = (double)expected[i] - actual[i];
            sum.Signal[channel] += (double)expected[i] * expected[i];
            sum.Noise[channel] += difference * difference;
        }
    }

    private static double Relative((double[] Signal, double[] Noise) sum)
    {
        double floor = Math.Max(sum.Signal.Average() * SilentShare, 1e-30);
        double[] parts = [.. sum.Signal.Zip(sum.Noise).Where(channel => channel.First >= floor).Select(channel => channel.Second / channel.First)];
        return parts.Length > 0 ? parts.Average() : sum.Noise.Sum() > 0 ? 1 : 0;
    }
}
