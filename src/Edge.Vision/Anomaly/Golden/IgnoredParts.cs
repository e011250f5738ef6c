using Edge.Domain.Geometry;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>The parts of a template that are not compared, in its pixels.</summary>
internal sealed class IgnoredParts
{
    private readonly BoxPx[] _boxes;

    public IgnoredParts(IReadOnlyList<BoxNorm> boxes, SizePx size)
    {
        _boxes = [.. boxes.Select(box => new BoxPx(box.X * size.Width, box.Y * size.Height, box.Width * size.Width, box.Height * size.Height).ClipTo(size))];
    }

    public ReadOnlySpan<BoxPx> Boxes => _boxes;

    public bool Meets(int left, int top, int right, int bottom)
    {
        foreach (ref readonly BoxPx box in Boxes)
        {
            if (box.X < right && box.Right > left && box.Y < bottom && box.Bottom > top)
                return true;
        }

        return false;
    }

    public bool Contains(int x, int y)
    {
        foreach (ref readonly BoxPx box in Boxes)
        {
            if (x >= box.X && x < box.Right && y >= box.Y && y < box.Bottom)
                return true;
        }

        return false;
    }
}
