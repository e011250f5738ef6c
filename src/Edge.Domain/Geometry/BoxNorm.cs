namespace Edge.Domain.Geometry;

/// <summary>An axis-aligned box as fractions of the frame: left, top, width, height.</summary>
/// <param name="X">Left edge, fraction of the frame's width.</param>
/// <param name="Y">Top edge, fraction of the frame's height.</param>
/// <param name="Width">Width, fraction of the frame's width, 0 or more.</param>
/// <param name="Height">Height, fraction of the frame's height, 0 or more.</param>
public readonly record struct BoxNorm(float X, float Y, float Width, float Height)
{
    /// <summary>The box in pixels of a frame of size <paramref name="frame"/>.</summary>
    public BoxPx ToPx(SizePx frame) =>
        new(X * frame.Width, Y * frame.Height, Width * frame.Width, Height * frame.Height);
}
