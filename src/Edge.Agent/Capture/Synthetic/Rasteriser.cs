using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Draws shapes with smooth edges straight into a frame's pixels. Parts outside the frame are cut off. Allocates nothing.</summary>
internal static class Rasteriser
{
    /// <summary>Draws one shape over what is there.</summary>
    public static void Draw(in FrameView view, in Shape shape)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Ellipse:
                Fill(view, shape, new EllipseField(shape));
                break;
            case ShapeKind.Capsule:
                Fill(view, shape, new CapsuleField(shape));
                break;
            case ShapeKind.Quad:
                Fill(view, shape, new QuadField(shape));
                break;
            default:
                Fill(view, shape, new RoundedBoxField(shape));
                break;
        }
    }

    // One copy of this loop is compiled for each field type, with At inlined.
    private static unsafe void Fill<TField>(in FrameView view, in Shape shape, TField field)
        where TField : struct, IDistanceField
    {
        BoxPx bounds = shape.Bounds;
        float reach = shape.Softness * 0.5f;
        // A flat ellipse's field grows slowly along its long axis, so its fade reaches further there.
        float reachX = shape.Kind == ShapeKind.Ellipse ? reach * Math.Max(1, shape.R0 / Math.Max(shape.R1, 0.01f)) : reach;
        int left = Math.Max(0, (int)MathF.Floor(bounds.X - reachX));
        int right = Math.Min(view.Width, (int)MathF.Ceiling(bounds.Right + reachX));
        int top = Math.Max(0, (int)MathF.Floor(bounds.Y - reach));
        int bottom = Math.Min(view.Height, (int)MathF.Ceiling(bounds.Bottom + reach));
        if (left >= right || top >= bottom)
            return;
        float perSoftness = 1 / shape.Softness;
        float perWidth = 2 / Math.Max(bounds.Width, 1);
        float perHeight = 2 / Math.Max(bounds.Height, 1);
        (float red, float green, float blue) = (shape.Colour.R, shape.Colour.G, shape.Colour.B);
        for (int y = top; y < bottom; y++)
        {
            float py = y + 0.5f;
            float rowShade = 1 + (shape.Lift * (1 - ((py - bounds.Y) * perHeight)));
            byte* pixel = view.Pixels + ((nint)y * view.StrideBytes) + ((nint)left * 3);
            for (int x = left; x < right; x++, pixel += 3)
            {
                float px = x + 0.5f;
                float cover = 0.5f - (field.At(px, py) * perSoftness);
                if (cover <= 0)
                    continue;
                float alpha = Math.Min(cover, 1) * shape.Alpha;
                float shade = rowShade + (shape.Side * (1 - ((px - bounds.X) * perWidth)));
                pixel[0] = Blend(pixel[0], blue * shade, alpha);
                pixel[1] = Blend(pixel[1], green * shade, alpha);
                pixel[2] = Blend(pixel[2], red * shade, alpha);
            }
        }
    }

    private static byte Blend(byte under, float over, float alpha) =>
        (byte)Math.Clamp(under + ((over - under) * alpha) + 0.5f, 0, 255);
}
