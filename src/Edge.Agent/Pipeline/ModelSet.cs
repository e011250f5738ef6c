using Edge.Agent.Health;
using Edge.Vision.Inference;

namespace Edge.Agent.Pipeline;

/// <summary>A detector and, where configured, the classifier behind it. Counted: freed when the slot and every pipeline have let go.</summary>
internal sealed class ModelSet(VisionModel detector, VisionModel? classifier)
{
    private int _holders = 1;

    /// <summary>The detector.</summary>
    public VisionModel Detector { get; } = detector;

    /// <summary>The second-stage classifier; null where there is none.</summary>
    public VisionModel? Classifier { get; } = classifier;

    /// <summary>SHA-256 of the release that it came with; empty for a model that is configured, or that the agent came with.</summary>
    public string ReleaseSha256 { get; init; } = "";

    /// <summary>One more holder.</summary>
    public void Retain() => Interlocked.Increment(ref _holders);

    /// <summary>One holder less; the last one frees the models.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
            return;
        Detector.Dispose();
        Classifier?.Dispose();
        NativeHeap.Trim();
    }
}
