using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>The strokes that make one defect, planned before any pixel changes. At most <see cref="Capacity"/>; reused.</summary>
internal sealed class Scratch
{
    /// <summary>Most strokes of one defect.</summary>
    public const int Capacity = 16;

    private readonly (PointPx From, PointPx To, float Radius)[] _strokes = new (PointPx, PointPx, float)[Capacity];
    private int _count;

    /// <summary>Around all strokes.</summary>
    public BoxPx Bounds { get; private set; }

    /// <summary>No strokes.</summary>
    public void Clear()
    {
        _count = 0;
        Bounds = default;
    }

    /// <summary>One more stroke with round ends, in pixels; those beyond the capacity are left out.</summary>
    public void Add(PointPx from, PointPx to, float radius)
    {
        if (_count == Capacity)
            return;
        var box = BoxPx.FromEdges(
            Math.Min(from.X, to.X) - radius, Math.Min(from.Y, to.Y) - radius, Math.Max(from.X, to.X) + radius, Math.Max(from.Y, to.Y) + radius);
        Bounds = _count == 0 ? box : BoxPx.FromEdges(
            Math.Min(box.X, Bounds.X), Math.Min(box.Y, Bounds.Y), Math.Max(box.Right, Bounds.Right), Math.Max(box.Bottom, Bounds.Bottom));
        _strokes[_count++] = (from, to, radius);
    }

    /// <summary>Paints the strokes.</summary>
    /// <param name="layer">The board.</param>
    /// <param name="ink">Copper or bare.</param>
    /// <param name="swell">Added to every stroke's radius: what a rougher or gentler defect of the same shape would do.</param>
    public void Paint(CopperLayer layer, byte ink, float swell)
    {
        foreach ((PointPx from, PointPx to, float radius) in _strokes.AsSpan(0, _count))
            layer.FillStroke(from, to, Math.Max(0.5f, radius + swell), ink);
    }

    /// <summary>Whether any stroke, swollen, touches pixels of a kind.</summary>
    public bool Touches(CopperLayer layer, byte kind, float swell)
    {
        foreach ((PointPx from, PointPx to, float radius) in _strokes.AsSpan(0, _count))
        {
            if (layer.StrokeTouches(from, to, radius + swell, kind))
                return true;
        }

        return false;
    }
}
