namespace Edge.Domain.Geometry;

/// <summary>A point in pixels of the captured frame; (0, 0) is the top-left corner of the top-left pixel.</summary>
/// <param name="X">Distance from the left edge, in pixels.</param>
/// <param name="Y">Distance from the top edge, in pixels.</param>
public readonly record struct PointPx(float X, float Y)
{
    /// <summary>The same point as a fraction of a frame of size <paramref name="frame"/>.</summary>
    public PointNorm ToNorm(SizePx frame) => new(X / frame.Width, Y / frame.Height);
}
