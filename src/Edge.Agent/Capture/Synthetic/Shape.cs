using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// One filled shape in pixels of the frame. The same value is drawn and measured, so a box made of
/// shapes' <see cref="Bounds"/> is the truth about what was painted.
/// </summary>
internal struct Shape
{
    public ShapeKind Kind;
    public float X0, Y0, X1, Y1, X2, Y2, X3, Y3;
    public float R0, R1;
    public Colour Colour;

    /// <summary>0 invisible, 1 opaque.</summary>
    public float Alpha;

    /// <summary>Light from above: how much brighter the top is than the middle, and the bottom darker.</summary>
    public float Lift;

    /// <summary>Light from the left: how much brighter the left is than the middle, and the right darker.</summary>
    public float Side;

    /// <summary>Width of the edge's fade in pixels; 1 is a plain smooth edge, more is a soft shadow.</summary>
    public float Softness;

    public static Shape Ellipse(float x, float y, float radiusX, float radiusY, Colour colour) => new()
    {
        Kind = ShapeKind.Ellipse, X0 = x, Y0 = y, R0 = radiusX, R1 = radiusY, Colour = colour, Alpha = 1, Softness = 1,
    };

    public static Shape Capsule(float x0, float y0, float r0, float x1, float y1, float r1, Colour colour) => new()
    {
        Kind = ShapeKind.Capsule, X0 = x0, Y0 = y0, R0 = r0, X1 = x1, Y1 = y1, R1 = r1, Colour = colour, Alpha = 1, Softness = 1,
    };

    public static Shape Box(float left, float top, float right, float bottom, float radius, Colour colour) => new()
    {
        Kind = ShapeKind.RoundedBox,
        X0 = Math.Min(left, right), Y0 = top, X1 = Math.Max(left, right), Y1 = bottom,
        R0 = Math.Min(radius, Math.Min(Math.Abs(right - left), bottom - top) * 0.5f),
        Colour = colour, Alpha = 1, Softness = 1,
    };

    /// <summary>A convex polygon; the corners may be given either way round.</summary>
    public static Shape Quad(
        ReadOnlySpan<float> xy, Colour colour)
    {
        float area = 0;
        for (int i = 0; i < 4; i++)
        {
            int next = (i + 1) & 3;
            area += (xy[2 * i] * xy[(2 * next) + 1]) - (xy[2 * next] * xy[(2 * i) + 1]);
        }

        (int second, int fourth) = area >= 0 ? (1, 3) : (3, 1);
        return new Shape
        {
            Kind = ShapeKind.Quad,
            X0 = xy[0], Y0 = xy[1],
            X1 = xy[2 * second], Y1 = xy[(2 * second) + 1],
            X2 = xy[4], Y2 = xy[5],
            X3 = xy[2 * fourth], Y3 = xy[(2 * fourth) + 1],
            Colour = colour, Alpha = 1, Softness = 1,
        };
    }

    public readonly Shape Lit(float lift, float side) => this with { Lift = lift, Side = side };

    public readonly Shape Faded(float alpha, float softness = 1) => this with { Alpha = alpha, Softness = softness };

    /// <summary>The tightest box around the shape; a soft edge reaches half its <see cref="Softness"/> further.</summary>
    public readonly BoxPx Bounds => Kind switch
    {
        ShapeKind.Ellipse => BoxPx.FromEdges(X0 - R0, Y0 - R1, X0 + R0, Y0 + R1),
        ShapeKind.Capsule => BoxPx.FromEdges(
            Math.Min(X0 - R0, X1 - R1), Math.Min(Y0 - R0, Y1 - R1), Math.Max(X0 + R0, X1 + R1), Math.Max(Y0 + R0, Y1 + R1)),
        ShapeKind.Quad => BoxPx.FromEdges(
            Math.Min(Math.Min(X0, X1), Math.Min(X2, X3)), Math.Min(Math.Min(Y0, Y1), Math.Min(Y2, Y3)),
            Math.Max(Math.Max(X0, X1), Math.Max(X2, X3)), Math.Max(Math.Max(Y0, Y1), Math.Max(Y2, Y3))),
        _ => BoxPx.FromEdges(X0, Y0, X1, Y1),
    };
}
