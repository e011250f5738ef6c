using Edge.Domain.Geometry;

namespace Edge.Domain.Inspection;

/// <summary>One defect of one part.</summary>
/// <param name="Class">Its class: one of the model's labels; <see cref="UnknownClass"/> where it was found without a class.</param>
/// <param name="Finder">What found it.</param>
/// <param name="Score">Confidence, 0 to 1.</param>
/// <param name="Box">Where, in pixels of the captured frame, clipped to it.</param>
/// <param name="SizeMm">Its longer side in millimetres; null where the station has no pixel scale.</param>
public readonly record struct Defect(string Class, DefectFinder Finder, float Score, BoxPx Box, float? SizeMm)
{
    /// <summary>Class of a difference that no trained class names.</summary>
    public const string UnknownClass = "difference";
}
