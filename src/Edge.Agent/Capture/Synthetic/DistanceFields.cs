namespace Edge.Agent.Capture.Synthetic;

/// <summary>How far a point is from a shape's edge, in pixels: negative inside, positive outside.</summary>
internal interface IDistanceField
{
    float At(float x, float y);
}

internal readonly struct EllipseField(in Shape shape) : IDistanceField
{
    private readonly float _x = shape.X0;
    private readonly float _y = shape.Y0;
    private readonly float _perX = 1 / Math.Max(shape.R0, 0.01f);
    private readonly float _perY = 1 / Math.Max(shape.R1, 0.01f);
    private readonly float _radius = Math.Min(shape.R0, shape.R1);

    // Exact for circles; for flat ellipses the edge's fade is a little wide at the tips, which nobody sees.
    public float At(float x, float y)
    {
        float u = (x - _x) * _perX;
        float v = (y - _y) * _perY;
        return (MathF.Sqrt((u * u) + (v * v)) - 1) * _radius;
    }
}

internal readonly struct CapsuleField(in Shape shape) : IDistanceField
{
    private readonly float _x = shape.X0;
    private readonly float _y = shape.Y0;
    private readonly float _dx = shape.X1 - shape.X0;
    private readonly float _dy = shape.Y1 - shape.Y0;
    private readonly float _r0 = shape.R0;
    private readonly float _dr = shape.R1 - shape.R0;
    private readonly float _perLength2 = 1 / Math.Max(
        ((shape.X1 - shape.X0) * (shape.X1 - shape.X0)) + ((shape.Y1 - shape.Y0) * (shape.Y1 - shape.Y0)), 1e-6f);

    public float At(float x, float y)
    {
        float px = x - _x;
        float py = y - _y;
        float along = Math.Clamp(((px * _dx) + (py * _dy)) * _perLength2, 0, 1);
        px -= along * _dx;
        py -= along * _dy;
        return MathF.Sqrt((px * px) + (py * py)) - _r0 - (along * _dr);
    }
}

internal readonly struct QuadField : IDistanceField
{
    private readonly float _nx0, _ny0, _c0, _nx1, _ny1, _c1, _nx2, _ny2, _c2, _nx3, _ny3, _c3;

    public QuadField(in Shape s)
    {
        (_nx0, _ny0, _c0) = Edge(s.X0, s.Y0, s.X1, s.Y1);
        (_nx1, _ny1, _c1) = Edge(s.X1, s.Y1, s.X2, s.Y2);
        (_nx2, _ny2, _c2) = Edge(s.X2, s.Y2, s.X3, s.Y3);
        (_nx3, _ny3, _c3) = Edge(s.X3, s.Y3, s.X0, s.Y0);
    }

    public float At(float x, float y)
    {
        float first = Math.Max((_nx0 * x) + (_ny0 * y) - _c0, (_nx1 * x) + (_ny1 * y) - _c1);
        float second = Math.Max((_nx2 * x) + (_ny2 * y) - _c2, (_nx3 * x) + (_ny3 * y) - _c3);
        return Math.Max(first, second);
    }

    // Clockwise on the screen (y down): the outside lies to the left of the direction of travel.
    private static (float Nx, float Ny, float C) Edge(float x0, float y0, float x1, float y1)
    {
        float dx = x1 - x0;
        float dy = y1 - y0;
        float length = Math.Max(MathF.Sqrt((dx * dx) + (dy * dy)), 1e-6f);
        float nx = dy / length;
        float ny = -dx / length;
        return (nx, ny, (nx * x0) + (ny * y0));
    }
}

internal readonly struct RoundedBoxField(in Shape shape) : IDistanceField
{
    private readonly float _x = (shape.X0 + shape.X1) * 0.5f;
    private readonly float _y = (shape.Y0 + shape.Y1) * 0.5f;
    private readonly float _halfX = ((shape.X1 - shape.X0) * 0.5f) - shape.R0;
    private readonly float _halfY = ((shape.Y1 - shape.Y0) * 0.5f) - shape.R0;
    private readonly float _radius = shape.R0;

    public float At(float x, float y)
    {
        float qx = Math.Abs(x - _x) - _halfX;
        float qy = Math.Abs(y - _y) - _halfY;
        float ox = Math.Max(qx, 0);
        float oy = Math.Max(qy, 0);
        return MathF.Sqrt((ox * ox) + (oy * oy)) + Math.Min(Math.Max(qx, qy), 0) - _radius;
    }
}
