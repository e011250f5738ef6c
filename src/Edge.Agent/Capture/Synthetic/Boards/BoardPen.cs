using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Draws conductors on a <see cref="CopperLayer"/> in the board's own units: a line camera's pixels are seldom square, so the picture is the
/// board squeezed across. Turned over (<see cref="TurnOver"/>), it draws the gaps into solid copper instead, and "free" means solid.
/// Not thread safe.
/// </summary>
internal sealed class BoardPen(CopperLayer layer, Throws throws)
{
    /// <summary>Units down; the same as pixels.</summary>
    public const float Height = CopperLayer.Side;

    private float _squeeze = 1;
    private byte _ink = CopperLayer.Copper;

    /// <summary>What is left to chance.</summary>
    public Throws Throws => throws;

    /// <summary>Units across: as many as pixels, or more on a squeezed board.</summary>
    public float Width => CopperLayer.Side / _squeeze;

    /// <summary>Least gap between what is drawn here and what is there already, in units.</summary>
    public float Clearance { get; set; } = 8;

    /// <summary>Width of this board's ordinary traces, in units.</summary>
    public float TraceWidth { get; set; } = 8;

    /// <summary>Whether gaps are drawn into solid copper.</summary>
    public bool IsTurnedOver => _ink == CopperLayer.Bare;

    /// <summary>Begins a bare board.</summary>
    /// <param name="squeeze">Pixels across for each unit, 0.5 to 1.</param>
    public void Begin(float squeeze)
    {
        _squeeze = squeeze;
        _ink = CopperLayer.Copper;
        layer.Pixels.Clear();
    }

    /// <summary>Copper and gaps change places from here on; the board is all copper.</summary>
    public void TurnOver()
    {
        _ink = CopperLayer.Bare;
        layer.Pixels.Fill(CopperLayer.Copper);
    }

    /// <summary>Whether a line with round ends and <see cref="Clearance"/> around it meets nothing.</summary>
    public bool IsLineFree(PointPx from, PointPx to, float width)
    {
        float radius = (width / 2) + Clearance;
        Span<PointPx> corners = stackalloc PointPx[4];
        return IsDiscFree(from, width / 2) && IsDiscFree(to, width / 2)
            && !(Corners(from, to, radius, corners) && layer.PolygonTouches(corners, _ink));
    }

    /// <summary>Whether a disc with <see cref="Clearance"/> and some more around it meets nothing.</summary>
    public bool IsDiscFree(PointPx center, float radius, float more = 0) =>
        !layer.EllipseTouches(ToPixels(center), (radius + Clearance + more) * _squeeze, radius + Clearance + more, _ink);

    /// <summary>Whether all of a disc is drawn on already.</summary>
    public bool IsSolid(PointPx center, float radius) => !layer.EllipseTouches(ToPixels(center), radius * _squeeze, radius, Other());

    /// <summary>Whether an upright rectangle with <see cref="Clearance"/> around it meets nothing.</summary>
    public bool IsBoxFree(BoxPx box)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        Upright(new BoxPx(box.X - Clearance, box.Y - Clearance, box.Width + (2 * Clearance), box.Height + (2 * Clearance)), corners);
        return !layer.PolygonTouches(corners, _ink);
    }

    /// <summary>A line with round ends.</summary>
    public void Line(PointPx from, PointPx to, float width)
    {
        Disc(from, width / 2);
        Disc(to, width / 2);
        Span<PointPx> corners = stackalloc PointPx[4];
        if (Corners(from, to, width / 2, corners))
            layer.FillPolygon(corners, _ink);
    }

    /// <summary>A bent line with round ends and corners.</summary>
    public void Path(ReadOnlySpan<PointPx> points, float width)
    {
        for (int i = 1; i < points.Length; i++)
            Line(points[i - 1], points[i], width);
    }

    /// <summary>A disc.</summary>
    public void Disc(PointPx center, float radius) => layer.FillEllipse(ToPixels(center), radius * _squeeze, radius, _ink);

    /// <summary>A round hole in what is there.</summary>
    public void Hole(PointPx center, float radius) => layer.FillEllipse(ToPixels(center), radius * _squeeze, radius, Other());

    /// <summary>An upright rectangle.</summary>
    public void Box(BoxPx box)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        Upright(box, corners);
        layer.FillPolygon(corners, _ink);
    }

    /// <summary>An upright rectangular gap in what is there.</summary>
    public void Gap(BoxPx box)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        Upright(box, corners);
        layer.FillPolygon(corners, Other());
    }

    /// <summary>An upright rectangle with cut corners.</summary>
    /// <param name="box">The rectangle.</param>
    /// <param name="cut">How much is cut off each corner, 0 to half a side.</param>
    public void CutBox(BoxPx box, float cut)
    {
        cut = Math.Min(cut, Math.Min(box.Width, box.Height) * 0.49f);
        Span<PointPx> corners =
        [
            ToPixels(new(box.X + cut, box.Y)), ToPixels(new(box.Right - cut, box.Y)), ToPixels(new(box.Right, box.Y + cut)),
            ToPixels(new(box.Right, box.Bottom - cut)), ToPixels(new(box.Right - cut, box.Bottom)), ToPixels(new(box.X + cut, box.Bottom)),
            ToPixels(new(box.X, box.Bottom - cut)), ToPixels(new(box.X, box.Y + cut)),
        ];
        layer.FillPolygon(corners, _ink);
    }

    /// <summary>An upright rectangle with round corners.</summary>
    public void RoundBox(BoxPx box, float radius)
    {
        radius = Math.Min(radius, Math.Min(box.Width, box.Height) / 2);
        Box(new BoxPx(box.X + radius, box.Y, box.Width - (2 * radius), box.Height));
        Box(new BoxPx(box.X, box.Y + radius, box.Width, box.Height - (2 * radius)));
        Disc(new(box.X + radius, box.Y + radius), radius);
        Disc(new(box.Right - radius, box.Y + radius), radius);
        Disc(new(box.X + radius, box.Bottom - radius), radius);
        Disc(new(box.Right - radius, box.Bottom - radius), radius);
    }

    /// <summary>A convex area.</summary>
    public void Area(ReadOnlySpan<PointPx> corners)
    {
        Span<PointPx> pixels = stackalloc PointPx[corners.Length];
        for (int i = 0; i < corners.Length; i++)
            pixels[i] = ToPixels(corners[i]);
        layer.FillPolygon(pixels, _ink);
    }

    /// <summary>A place anywhere on the board.</summary>
    public PointPx Anywhere() => new(throws.Between(0, Width), throws.Between(0, Height));

    /// <summary>The board ends here: all is bare beyond, whichever way the pen is turned.</summary>
    public void CutOff(BoxPx box)
    {
        Span<PointPx> corners = stackalloc PointPx[4];
        Upright(box, corners);
        layer.FillPolygon(corners, CopperLayer.Bare);
    }

    private byte Other() => _ink == CopperLayer.Copper ? CopperLayer.Bare : CopperLayer.Copper;

    private PointPx ToPixels(PointPx point) => new(point.X * _squeeze, point.Y);

    private void Upright(BoxPx box, Span<PointPx> corners)
    {
        corners[0] = ToPixels(new(box.X, box.Y));
        corners[1] = ToPixels(new(box.Right, box.Y));
        corners[2] = ToPixels(new(box.Right, box.Bottom));
        corners[3] = ToPixels(new(box.X, box.Bottom));
    }

    private bool Corners(PointPx from, PointPx to, float radius, Span<PointPx> corners)
    {
        if (!CopperLayer.Around(from, to, radius, corners))
            return false;
        for (int i = 0; i < corners.Length; i++)
            corners[i] = ToPixels(corners[i]);
        return true;
    }
}
