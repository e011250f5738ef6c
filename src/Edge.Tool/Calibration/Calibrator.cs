using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Calibration;

/// <summary>Runs a float model over the calibration images and notes what its values are.</summary>
internal static class Calibrator
{
    /// <summary>Statistics of <paramref name="values"/>; histograms only where <paramref name="withHistograms"/> asks for them, which takes a second pass.</summary>
    /// <exception cref="ModelRefusedException">The model fails, or a value is not finite.</exception>
    public static IReadOnlyDictionary<string, ValueStatistics> Run(
        OnnxModel model, ICalibrationSet images, IReadOnlyCollection<string> values, bool withHistograms, StepReport report)
    {
        Dictionary<string, ValueStatistics> statistics = values.ToDictionary(value => value, _ => new ValueStatistics(), StringComparer.Ordinal);
        string[] inside = [.. values.Where(value => model.Inputs.All(input => input.Name != value))];
        string[] fed = [.. values.Except(inside)];
        using GraphRunner runner = model.Open(new GraphRunnerOptions { Optimization = GraphOptimization.Basic }, inside);
        int passes = withHistograms ? 2 : 1;
        for (int pass = 0; pass < passes; pass++)
        {
            int done = pass * images.Count;
            foreach (GraphTensor input in images.Inputs())
            {
                using GraphRun run = runner.Run([input], inside);
                foreach (string value in inside)
                    Add(statistics[value], run.Values<float>(value), run.Shape(value).Sizes, pass, value);
                foreach (string value in fed)
                    Add(statistics[value], Floats(input), input.Sizes, pass, value);
                report("Calibrating", ++done, passes * images.Count);
            }
        }

        return statistics;
    }

    private static float[] Floats(GraphTensor tensor) =>
        tensor.Values as float[] ?? [.. ((byte[])tensor.Values).Select(value => (float)value)];

    private static void Add(ValueStatistics statistics, ReadOnlySpan<float> values, IReadOnlyList<int> sizes, int pass, string name)
    {
        if (pass > 0)
        {
            statistics.AddHistogram(values);
            return;
        }

        statistics.AddRange(values, sizes);
        if (!values.IsEmpty && !(float.IsFinite(statistics.Minimum) && float.IsFinite(statistics.Maximum)))
            throw new ModelRefusedException($"value '{name}' is not finite on the calibration images, so that it has no range");
    }
}
