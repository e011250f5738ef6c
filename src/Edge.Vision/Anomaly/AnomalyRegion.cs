using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly;

/// <summary>A part of a picture that is past the threshold.</summary>
/// <param name="Box">Where, in pixels of the frame and clipped to it.</param>
/// <param name="Score">Its strongest patch, in units of the threshold: over 1.</param>
public readonly record struct AnomalyRegion(BoxPx Box, float Score)
{
    /// <summary>The score as a confidence of 0 to 1: 0.5 at the threshold, 0.9 at nine times of it.</summary>
    public float Confidence => Score / (1 + Score);
}
