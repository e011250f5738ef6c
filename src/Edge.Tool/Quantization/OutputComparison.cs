using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>How near a model's outputs are to another's, as signal to noise in decibels: 10 log10 (sum of squares / sum of squared differences).</summary>
internal sealed class OutputComparison
{
    private readonly List<(string Name, float[] Values)[]> _expected = [];
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
            _expected.Add([.. run.Names.Where(name => run.Shape(name).Type == "Float").Select(name => (name, run.Values<float>(name).ToArray()))]);
        }
    }

    /// <summary>Signal to noise of <paramref name="model"/>'s outputs over all pictures, in dB; infinite when they are the same.</summary>
    public double SqnrDb(OnnxModel model)
    {
        using GraphRunner runner = model.Open(new GraphRunnerOptions());
        // Each output weighs the same, whatever its magnitude: the noise is taken relative to the output's own signal.
        Dictionary<string, (double Signal, double Noise)> sums = [];
        for (int i = 0; i < _inputs.Count; i++)
        {
            using GraphRun run = runner.Run([_inputs[i]]);
            foreach ((string name, float[] expected) in _expected[i])
            {
                (double signal, double noise) = sums.GetValueOrDefault(name);
                ReadOnlySpan<float> actual = run.Values<float>(name);
                for (int k = 0; k < expected.Length; k++)
                {
                    double difference = (double)expected[k] - actual[k];
                    signal += (double)expected[k] * expected[k];
                    noise += difference * difference;
                }

                sums[name] = (signal, noise);
            }
        }

        double relative = sums.Values.Average(sum => sum.Noise / Math.Max(sum.Signal, 1e-30));
        return -10 * Math.Log10(relative);
    }
}
