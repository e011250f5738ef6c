using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Quantization;

/// <summary>Times of two models that take turns in one process, so that whatever else the machine does strikes them alike.</summary>
internal static class PairedTiming
{
    private const int WarmUp = 3;

    /// <summary>Runs both on <paramref name="input"/>, the one that goes first changing from round to round.</summary>
    public static PairedTime Measure(OnnxModel model, OnnxModel quantized, GraphTensor input, int threads, int rounds, TimeProvider time)
    {
        using GraphRunner first = model.Open(new GraphRunnerOptions { Threads = threads });
        using GraphRunner second = quantized.Open(new GraphRunnerOptions { Threads = threads });
        GraphTensor[] inputs = [input];
        double[] firstMs = new double[rounds];
        double[] secondMs = new double[rounds];
        for (int round = -WarmUp; round < rounds; round++)
        {
            double a = 0;
            double b = 0;
            if (round % 2 == 0)
                a = OnceMs(first, inputs, time);
            b = OnceMs(second, inputs, time);
            if (round % 2 != 0)
                a = OnceMs(first, inputs, time);
            if (round >= 0)
                (firstMs[round], secondMs[round]) = (a, b);
        }

        return new PairedTime(threads, Median(firstMs), Median(secondMs), Median([.. firstMs.Zip(secondMs, (a, b) => a / b)]));
    }

    private static double OnceMs(GraphRunner runner, GraphTensor[] inputs, TimeProvider time)
    {
        long start = time.GetTimestamp();
        runner.Run(inputs).Dispose();
        return time.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
