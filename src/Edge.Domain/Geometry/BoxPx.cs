namespace Edge.Domain.Geometry;

/// <summary>An axis-aligned box in pixels of the captured frame: left, top, width, height.</summary>
/// <param name="X">Left edge, in pixels from the frame's left.</param>
/// <param name="Y">Top edge, in pixels from the frame's top.</param>
/// <param name="Width">Width in pixels, 0 or more.</param>
/// <param name="Height">Height in pixels, 0 or more.</param>
public readonly record struct BoxPx(float X, float Y, float Width, float Height)
{
    /// <summary>Right edge (exclusive), in pixels.</summary>
    public float Right => X + Width;

    /// <summary>Bottom edge (exclusive), in pixels.</summary>
    public float Bottom => Y + Height;

    /// <summary>Area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>The centre.</summary>
    public PointPx Center => new(X + (Width * 0.5f), Y + (Height * 0.5f));

    /// <summary>A box from its left, top, right and bottom edges.</summary>
    public static BoxPx FromEdges(float left, float top, float right, float bottom) =>
        new(left, top, right - left, bottom - top);

    /// <summary>The box as fractions of a frame of size <paramref name="frame"/>.</summary>
    public BoxNorm ToNorm(SizePx frame) =>
        new(X / frame.Width, Y / frame.Height, Width / frame.Width, Height / frame.Height);

    /// <summary>The part of the box that lies inside a frame of size <paramref name="frame"/>; empty boxes get zero sides.</summary>
    public BoxPx ClipTo(SizePx frame)
    {
        float left = Math.Clamp(X, 0, frame.Width);
        float top = Math.Clamp(Y, 0, frame.Height);
        float right = Math.Clamp(Right, 0, frame.Width);
        float bottom = Math.Clamp(Bottom, 0, frame.Height);
        return FromEdges(left, top, Math.Max(left, right), Math.Max(top, bottom));
    }

    /// <summary>Area of the overlap with <paramref name="other"/>, in square pixels; 0 when they are apart.</summary>
    public float IntersectionArea(in BoxPx other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(X, other.X);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Y, other.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }

    /// <summary>Intersection over union with <paramref name="other"/>, 0 to 1; 0 when both are empty.</summary>
    public float Iou(in BoxPx other)
    {
        float intersection = IntersectionArea(other);
        float union = Area + other.Area - intersection;
        return union > 0 ? intersection / union : 0;
    }

    /// <summary>The point of the box that stands for its object in zones and at lines.</summary>
    public PointPx At(BoxAnchor anchor) => anchor switch
    {
        BoxAnchor.Center => Center,
        BoxAnchor.TopCenter => new(X + (Width * 0.5f), Y),
        BoxAnchor.BottomCenter => new(X + (Width * 0.5f), Bottom),
        BoxAnchor.CenterLeft => new(X, Y + (Height * 0.5f)),
        BoxAnchor.CenterRight => new(Right, Y + (Height * 0.5f)),
        _ => throw new ArgumentOutOfRangeException(nameof(anchor), anchor, "not a box anchor"),
    };
}
