using System.Diagnostics;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Inference;

namespace Edge.Agent.Bench;

/// <summary>The inference alone, over and over on one frame of the source: the same session, provider and threads as the frame path's.</summary>
internal sealed class InferenceRun(VisionModel model, Frame frame) : IDisposable
{
    private readonly Detector _detector = model.CreateDetector();
    private readonly List<Detection> _found = [];

    /// <summary>Runs it <paramref name="runs"/> times, a few after going on.</summary>
    /// <returns>Inferences a second: preprocessing and decoding are not in it.</returns>
    public double Round(int leadIn, int runs)
    {
        for (int i = 0; i < leadIn; i++)
            Infer();
        long ticks = 0;
        for (int i = 0; i < runs; i++)
            ticks += Infer();
        return runs * (double)Stopwatch.Frequency / ticks;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        frame.Dispose();
    }

    private long Infer()
    {
        DetectorTimings timings = default;
        _detector.Detect(frame.View, _found, ref timings);
        return timings.Inferred - timings.Preprocessed;
    }
}
