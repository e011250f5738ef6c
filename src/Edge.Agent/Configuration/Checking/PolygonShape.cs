using System.Globalization;
using Edge.Domain.Geometry;

namespace Edge.Agent.Configuration.Checking;

/// <summary>Whether corners make a simple polygon.</summary>
internal static class PolygonShape
{
    /// <summary>A ten-thousandth of the picture: smaller areas are slips of the hand.</summary>
    private const double LeastArea = 1e-4;

    /// <summary>What is wrong with the polygon of <paramref name="points"/> (3 or more); null where it is simple and has an area.</summary>
    public static string? Fault(IReadOnlyList<PointNorm> points)
    {
        int n = points.Count;
        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                if (points[i] == points[j])
                    return $"points {i + 1} and {j + 1} are the same";
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = i + 1; j < n; j++)
            {
                bool areNeighbours = j == i + 1 || (i == 0 && j == n - 1);
                if (!areNeighbours && Meet(points[i], points[(i + 1) % n], points[j], points[(j + 1) % n]))
                    return $"crosses itself: the edge from {Show(points[i])} to {Show(points[(i + 1) % n])} meets the edge from {Show(points[j])} to {Show(points[(j + 1) % n])}";
            }
        }

        double area = 0;
        for (int i = 0; i < n; i++)
            area += ((double)points[i].X * points[(i + 1) % n].Y) - ((double)points[(i + 1) % n].X * points[i].Y);
        return Math.Abs(area) / 2 < LeastArea ? "encloses almost no area" : null;
    }

    private static string Show(PointNorm p) => string.Create(CultureInfo.InvariantCulture, $"[{p.X}, {p.Y}]");

    private static bool Meet(PointNorm a, PointNorm b, PointNorm c, PointNorm d)
    {
        double abc = Side(a, b, c), abd = Side(a, b, d), cda = Side(c, d, a), cdb = Side(c, d, b);
        if (abc * abd < 0 && cda * cdb < 0)
            return true;
        return (abc == 0 && IsBetween(a, b, c)) || (abd == 0 && IsBetween(a, b, d))
            || (cda == 0 && IsBetween(c, d, a)) || (cdb == 0 && IsBetween(c, d, b));
    }

    /// <summary>On which side of the line a-b the point p lies, by its sign; 0 is on it.</summary>
    private static double Side(PointNorm a, PointNorm b, PointNorm p) =>
        (((double)b.X - a.X) * ((double)p.Y - a.Y)) - (((double)b.Y - a.Y) * ((double)p.X - a.X));

    private static bool IsBetween(PointNorm a, PointNorm b, PointNorm onLine) =>
        onLine.X >= Math.Min(a.X, b.X) && onLine.X <= Math.Max(a.X, b.X) && onLine.Y >= Math.Min(a.Y, b.Y) && onLine.Y <= Math.Max(a.Y, b.Y);
}
