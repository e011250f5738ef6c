using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Vision.Classification;

/// <summary>A part of a frame in whole pixels, inside it, at least one pixel large.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct CropRegion(int X, int Y, int Width, int Height)
{
    /// <summary>
    /// The square around a box, <paramref name="margin"/> larger on each side, moved into the frame as far as it fits there and cut where it doesn't:
    /// classifiers are trained on square pictures with the object in the middle and some surroundings.
    /// </summary>
    /// <param name="box">In pixels of the frame.</param>
    /// <param name="frame">The frame's size.</param>
    /// <param name="margin">Share of the box's longer side that is added on each side, 0 or more.</param>
    public static CropRegion Around(in BoxPx box, SizePx frame, float margin)
    {
        float side = Math.Max(box.Width, box.Height) * (1 + (2 * margin));
        if (!(side >= 1))
            side = 1;
        (int x, int width) = Place(box.X + (box.Width / 2), side, frame.Width);
        (int y, int height) = Place(box.Y + (box.Height / 2), side, frame.Height);
        return new CropRegion(x, y, width, height);
    }

    /// <summary>These pixels of <paramref name="frame"/>; valid as long as it is.</summary>
    public unsafe FrameView Of(in FrameView frame) =>
        new(frame.Pixels + ((nint)Y * frame.StrideBytes) + (X * 3), Width, Height, frame.StrideBytes);

    private static (int Start, int Length) Place(float center, float side, int limit)
    {
        int length = (int)Math.Clamp(MathF.Round(side), 1, limit);
        float start = float.IsFinite(center) ? center - (length / 2f) : 0;
        return ((int)Math.Clamp(MathF.Round(start), 0, limit - length), length);
    }
}
