namespace Edge.Domain.Geometry;

/// <summary>A point as a fraction of the frame: (0, 0) is the top-left corner, (1, 1) the bottom-right one.</summary>
/// <param name="X">Fraction of the frame's width, 0 to 1 inside the frame.</param>
/// <param name="Y">Fraction of the frame's height, 0 to 1 inside the frame.</param>
public readonly record struct PointNorm(float X, float Y)
{
    /// <summary>The same point in pixels of a frame of size <paramref name="frame"/>.</summary>
    public PointPx ToPx(SizePx frame) => new(X * frame.Width, Y * frame.Height);
}
