using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>One object that a person marked in an image.</summary>
/// <param name="ClassId">Index into the data set's classes.</param>
/// <param name="Box">Where, in pixels of the image.</param>
public readonly record struct LabelledBox(int ClassId, BoxPx Box)
{
    /// <summary>Whether it must be found.</summary>
    public LabelKind Kind { get; init; }

    /// <summary>Area of its outline in square pixels, where the data set gives one (COCO): it decides whether the object is small or large. Null takes the box's.</summary>
    public double? OutlineArea { get; init; }
}
