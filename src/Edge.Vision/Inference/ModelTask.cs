namespace Edge.Vision.Inference;

/// <summary>What a model answers.</summary>
public enum ModelTask
{
    /// <summary>Which objects are where in a frame.</summary>
    Detect,

    /// <summary>What a picture shows, as a whole.</summary>
    Classify,

    /// <summary>How far a picture is from those of good parts, and where.</summary>
    Anomaly,
}
