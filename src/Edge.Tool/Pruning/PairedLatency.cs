using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Median times of two models that run in turns, so that whatever else the machine does hits both.</summary>
/// <param name="DenseMs">Of the first.</param>
/// <param name="PrunedMs">Of the second.</param>
internal readonly record struct PairedLatency(double DenseMs, double PrunedMs)
{
    /// <summary>The second's part of the first's time.</summary>
    public double Factor => DenseMs > 0 ? PrunedMs / DenseMs : 0;

    /// <summary>Runs both on zeros.</summary>
    /// <param name="dense">The first model.</param>
    /// <param name="pruned">The second.</param>
    /// <param name="threads">Threads for one operator; 0 is one for each core.</param>
    /// <param name="runs">Runs of each that count.</param>
    /// <param name="time">The clock.</param>
    public static PairedLatency Measure(OnnxModel dense, OnnxModel pruned, int threads, int runs, TimeProvider time)
    {
        GraphRunnerOptions options = new() { Threads = threads };
        using GraphRunner first = dense.Open(options), second = pruned.Open(options);
        GraphTensor[] input = ValueShapes.ZeroInputs(dense);
        double[] firstMs = new double[runs], secondMs = new double[runs];
        for (int i = -3; i < runs; i++)
        {
            double a = Once(first, input, time), b = Once(second, input, time);
            if (i >= 0)
                (firstMs[i], secondMs[i]) = (a, b);
        }

        Array.Sort(firstMs);
        Array.Sort(secondMs);
        return new PairedLatency(firstMs[runs / 2], secondMs[runs / 2]);
    }

    private static double Once(GraphRunner runner, GraphTensor[] input, TimeProvider time)
    {
        long start = time.GetTimestamp();
        using (runner.Run(input))
            return time.GetElapsedTime(start).TotalMilliseconds;
    }
}
