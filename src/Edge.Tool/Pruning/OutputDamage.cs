using System.Numerics.Tensors;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Damage of any model: squared difference of its outputs, each relative to its own variance.</summary>
internal sealed class OutputDamage : IDamageMeasure
{
    private readonly CalibrationSet _pictures;
    private readonly string[] _outputs;
    private readonly List<float[][]> _expected = [];
    private readonly double[] _variance;

    /// <summary>Runs <paramref name="dense"/> on the pictures, and remembers what it gave.</summary>
    public OutputDamage(OnnxModel dense, CalibrationSet pictures)
    {
        _pictures = pictures;
        _outputs = [.. dense.Outputs];
        using GraphRunner runner = dense.Open(new GraphRunnerOptions());
        foreach (GraphTensor input in pictures.Inputs())
        {
            using GraphRun run = runner.Run([input]);
            _expected.Add([.. _outputs.Select(output => Floats(run, output))]);
        }

        _variance = [.. _outputs.Select((_, i) => Variance(i))];
    }

    /// <inheritdoc/>
    public double Of(OnnxModel model)
    {
        using GraphRunner runner = model.Open(new GraphRunnerOptions());
        double damage = 0;
        int picture = 0;
        foreach (GraphTensor input in _pictures.Inputs())
        {
            using GraphRun run = runner.Run([input]);
            for (int i = 0; i < _outputs.Length; i++)
            {
                float[] got = Floats(run, _outputs[i]), expected = _expected[picture][i];
                // Another number of rows (a model that suppresses boxes itself) is another answer.
                double distance = got.Length == expected.Length ? Math.Pow(TensorPrimitives.Distance(got, expected), 2) / Math.Max(got.Length, 1) : _variance[i];
                damage += distance / _variance[i] / _outputs.Length / _expected.Count;
            }

            picture++;
        }

        return damage;
    }

    private static float[] Floats(GraphRun run, string output) => run.Shape(output).Type switch
    {
        "Float" => run.Values<float>(output).ToArray(),
        "Int64" => [.. run.Values<long>(output).ToArray().Select(value => (float)value)],
        "Int32" => [.. run.Values<int>(output).ToArray().Select(value => (float)value)],
        _ => [],
    };

    private double Variance(int output)
    {
        double count = 0, sum = 0, squares = 0;
        foreach (float[][] expected in _expected)
        {
            count += expected[output].Length;
            sum += TensorPrimitives.Sum(expected[output]);
            squares += TensorPrimitives.SumOfSquares(expected[output]);
        }

        return count > 0 ? Math.Max((squares / count) - Math.Pow(sum / count, 2), 1e-12) : 1;
    }
}
