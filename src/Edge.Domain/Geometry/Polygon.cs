using System.Collections.Immutable;

namespace Edge.Domain.Geometry;

/// <summary>A simple polygon in normalised frame coordinates, closed (the last point joins the first). Immutable, safe to share.</summary>
public sealed class Polygon
{
    /// <summary>Makes a polygon of at least three points.</summary>
    /// <exception cref="ArgumentException">Fewer than three points.</exception>
    public Polygon(IEnumerable<PointNorm> points)
    {
        Points = [.. points];
        if (Points.Length < 3)
            throw new ArgumentException($"a polygon needs at least 3 points, got {Points.Length}", nameof(points));
    }

    /// <summary>The corners, in order.</summary>
    public ImmutableArray<PointNorm> Points { get; }

    /// <summary>The smallest upright box around it.</summary>
    public BoxNorm Bounds
    {
        get
        {
            float left = Points.Min(point => point.X), top = Points.Min(point => point.Y);
            return new BoxNorm(left, top, Points.Max(point => point.X) - left, Points.Max(point => point.Y) - top);
        }
    }

    /// <summary>Whether <paramref name="point"/> lies inside, by the even-odd rule; a point on an edge may count either way.</summary>
    public bool Contains(PointNorm point)
    {
        bool inside = false;
        for (int i = 0, j = Points.Length - 1; i < Points.Length; j = i++)
        {
            PointNorm a = Points[i], b = Points[j];
            if ((a.Y > point.Y) != (b.Y > point.Y)
                && point.X < ((b.X - a.X) * (point.Y - a.Y) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
