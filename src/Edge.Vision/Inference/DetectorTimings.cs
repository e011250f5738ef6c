namespace Edge.Vision.Inference;

/// <summary>When the stages of one detection began and ended, as <see cref="TimeProvider.GetTimestamp"/> gives it.</summary>
public struct DetectorTimings
{
    /// <summary>Before anything was done.</summary>
    public long Started { get; set; }

    /// <summary>The input tensor was written.</summary>
    public long Preprocessed { get; set; }

    /// <summary>The runtime was done.</summary>
    public long Inferred { get; set; }

    /// <summary>The detections were in the list.</summary>
    public long Decoded { get; set; }
}
