using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation;

/// <summary>Overlap of boxes in double precision: at the edge of a threshold the last digits of single precision decide.</summary>
internal static class Overlap
{
    /// <summary>Intersection over union, 0 to 1; 0 where both are empty.</summary>
    public static double Iou(in BoxPx a, in BoxPx b)
    {
        double intersection = Intersection(a, b);
        return intersection > 0 ? intersection / (Area(a) + Area(b) - intersection) : 0;
    }

    /// <summary>The share of <paramref name="part"/> that lies in <paramref name="whole"/>, 0 to 1; 0 where it is empty.</summary>
    public static double Share(in BoxPx part, in BoxPx whole)
    {
        double intersection = Intersection(part, whole);
        return intersection > 0 ? intersection / Area(part) : 0;
    }

    /// <summary>Area in square pixels.</summary>
    public static double Area(in BoxPx box) => (double)box.Width * box.Height;

    private static double Intersection(in BoxPx a, in BoxPx b)
    {
        double width = Math.Min((double)a.X + a.Width, (double)b.X + b.Width) - Math.Max(a.X, b.X);
        double height = Math.Min((double)a.Y + a.Height, (double)b.Y + b.Height) - Math.Max(a.Y, b.Y);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
