using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation;

/// <summary>One object that a person marked in an image.</summary>
/// <param name="ClassId">Index into the data set's class names.</param>
/// <param name="Box">Where, in pixels of the image.</param>
public readonly record struct LabelledBox(int ClassId, BoxPx Box);
