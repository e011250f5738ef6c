using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// A board's copper, one byte a pixel: <see cref="Copper"/> or <see cref="Bare"/>. Fills convex shapes and asks whether they touch something,
/// row by row. A pixel belongs to a shape when its centre does. Shapes may lie partly or wholly outside. Not thread safe.
/// </summary>
internal sealed class CopperLayer
{
    /// <summary>Pixels across and down.</summary>
    public const int Side = 640;

    /// <summary>Laminate without copper.</summary>
    public const byte Bare = 0;

    /// <summary>A conductor.</summary>
    public const byte Copper = 1;

    private readonly byte[] _pixels = new byte[Side * Side];

    /// <summary>All pixels, rows top to bottom.</summary>
    public Span<byte> Pixels => _pixels;

    /// <summary>One row.</summary>
    public Span<byte> Row(int y) => _pixels.AsSpan(y * Side, Side);

    /// <summary>What is at a place; bare outside.</summary>
    public byte At(int x, int y) => (uint)x < Side && (uint)y < Side ? _pixels[(y * Side) + x] : Bare;

    /// <summary>What is at a place; bare outside.</summary>
    public byte At(PointPx point) => At((int)MathF.Floor(point.X), (int)MathF.Floor(point.Y));

    /// <summary>Fills an ellipse.</summary>
    public void FillEllipse(PointPx center, float radiusX, float radiusY, byte with) => Ellipse(center, radiusX, radiusY, new Stylus(with, asks: false));

    /// <summary>Whether an ellipse touches pixels of a kind.</summary>
    public bool EllipseTouches(PointPx center, float radiusX, float radiusY, byte kind) => Ellipse(center, radiusX, radiusY, new Stylus(kind, asks: true));

    /// <summary>Fills a convex polygon.</summary>
    public void FillPolygon(ReadOnlySpan<PointPx> corners, byte with) => Polygon(corners, new Stylus(with, asks: false));

    /// <summary>Whether a convex polygon touches pixels of a kind.</summary>
    public bool PolygonTouches(ReadOnlySpan<PointPx> corners, byte kind) => Polygon(corners, new Stylus(kind, asks: true));

    /// <summary>Fills a line with round ends, in pixels.</summary>
    public void FillStroke(PointPx from, PointPx to, float radius, byte with)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        FillEllipse(from, radius, radius, with);
        FillEllipse(to, radius, radius, with);
        if (Around(from, to, radius, corners))
            FillPolygon(corners, with);
    }

    /// <summary>Whether a line with round ends touches pixels of a kind.</summary>
    public bool StrokeTouches(PointPx from, PointPx to, float radius, byte kind)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        return EllipseTouches(from, radius, radius, kind)
            || EllipseTouches(to, radius, radius, kind)
            || (Around(from, to, radius, corners) && PolygonTouches(corners, kind));
    }

    /// <summary>The same copper.</summary>
    public void CopyFrom(CopperLayer other) => other._pixels.CopyTo(_pixels, 0);

    /// <summary>The same copper within a rectangle, which is cut off at the edges.</summary>
    public void CopyFrom(CopperLayer other, BoxPx area)
    {
        (int left, int top) = (Math.Max(0, (int)area.X), Math.Max(0, (int)area.Y));
        (int right, int bottom) = (Math.Min(Side, (int)area.Right), Math.Min(Side, (int)area.Bottom));
        if (right <= left)
            return;
        for (int y = top; y < bottom; y++)
            other.Row(y)[left..right].CopyTo(Row(y)[left..right]);
    }

    /// <summary>The four corners of a straight stroke without its round ends; false when it has no length.</summary>
    internal static bool Around(PointPx from, PointPx to, float radius, Span<PointPx> corners)
    {
        float dx = to.X - from.X;
        float dy = to.Y - from.Y;
        float length = MathF.Sqrt((dx * dx) + (dy * dy));
        if (length < 0.01f)
            return false;
        (float nx, float ny) = (-dy / length * radius, dx / length * radius);
        corners[0] = new PointPx(from.X + nx, from.Y + ny);
        corners[1] = new PointPx(to.X + nx, to.Y + ny);
        corners[2] = new PointPx(to.X - nx, to.Y - ny);
        corners[3] = new PointPx(from.X - nx, from.Y - ny);
        return true;
    }

    private bool Ellipse(PointPx center, float radiusX, float radiusY, Stylus stylus)
    {
        (int top, int bottom) = Rows(center.Y - radiusY, center.Y + radiusY);
        for (int y = top; y < bottom; y++)
        {
            float up = (y + 0.5f - center.Y) / radiusY;
            float half = 1 - (up * up);
            if (half <= 0)
                continue;
            half = MathF.Sqrt(half) * radiusX;
            if (Run(y, center.X - half, center.X + half, stylus))
                return true;
        }

        return false;
    }

    private bool Polygon(ReadOnlySpan<PointPx> corners, Stylus stylus)
    {
        (float low, float high) = (corners[0].Y, corners[0].Y);
        foreach (PointPx corner in corners)
            (low, high) = (Math.Min(low, corner.Y), Math.Max(high, corner.Y));
        (int top, int bottom) = Rows(low, high);
        for (int y = top; y < bottom; y++)
        {
            (float left, float right) = Chord(corners, y + 0.5f);
            if (Run(y, left, right, stylus))
                return true;
        }

        return false;
    }

    private static (float Left, float Right) Chord(ReadOnlySpan<PointPx> corners, float y)
    {
        (float left, float right) = (float.MaxValue, float.MinValue);
        PointPx a = corners[^1];
        foreach (PointPx b in corners)
        {
            if (a.Y <= y != b.Y <= y)
            {
                float x = a.X + ((y - a.Y) / (b.Y - a.Y) * (b.X - a.X));
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
            }

            a = b;
        }

        return (left, right);
    }

    private static (int Top, int Bottom) Rows(float low, float high) =>
        (Math.Clamp((int)MathF.Floor(low), 0, Side), Math.Clamp((int)MathF.Ceiling(high), 0, Side));

    private bool Run(int y, float left, float right, Stylus stylus)
    {
        if (right <= left)
            return false;
        int from = Math.Clamp((int)MathF.Ceiling(left - 0.5f), 0, Side);
        int to = Math.Clamp((int)MathF.Ceiling(right - 0.5f), 0, Side);
        if (to <= from)
            return false;
        Span<byte> run = _pixels.AsSpan((y * Side) + from, to - from);
        if (stylus.Asks)
            return run.Contains(stylus.Kind);
        run.Fill(stylus.Kind);
        return false;
    }

    /// <summary>What is done with a shape's pixels: filled with a kind, or asked whether one of them is of it.</summary>
    private readonly struct Stylus(byte kind, bool asks)
    {
        public byte Kind { get; } = kind;

        public bool Asks { get; } = asks;
    }
}
