using Edge.Domain.Geometry;
using Edge.Domain.Zones;

namespace Edge.Domain.Inspection;

/// <summary>How many defects of a class are allowed, how large, and where.</summary>
/// <param name="Class">Class name, in any case; null is every class that no other limit names in its zone.</param>
/// <param name="Zone">Where it holds: defects whose centre lies inside; null is everywhere that no other limit of the class names.</param>
/// <param name="MaximumCount">Most of them that a part may have and still pass, 0 or more.</param>
/// <param name="MaximumSizeMm">Longest side of each that may pass, in millimetres; null is any.</param>
/// <param name="MinimumScore">Weaker finds don't count, 0 to 1.</param>
/// <param name="MinimumSizeMm">Smaller ones don't count, in millimetres; 0 counts all.</param>
public sealed record DefectLimit(string? Class, Zone? Zone, int MaximumCount, float? MaximumSizeMm, float MinimumScore = 0, float MinimumSizeMm = 0)
{
    /// <summary>The limit where none is set: nothing is allowed.</summary>
    public static DefectLimit NothingAllowed { get; } = new(null, null, 0, null);

    internal bool IsFor(in Defect defect, PointNorm center) =>
        (Class is null || Class.Equals(defect.Class, StringComparison.OrdinalIgnoreCase)) && (Zone is null || Zone.Area.Contains(center));
}
