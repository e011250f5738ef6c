namespace Edge.Vision.Decoding;

/// <summary>A box that may become a detection, by its edges in pixels of the model's input.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="ClassId">Index into the labels.</param>
internal readonly record struct Candidate(float Left, float Top, float Right, float Bottom, float Score, int ClassId)
{
    /// <summary>Area in square pixels.</summary>
    public float Area => (Right - Left) * (Bottom - Top);
}
