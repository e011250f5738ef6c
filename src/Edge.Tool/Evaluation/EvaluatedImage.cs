using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>What is in an image and what was found in it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Size">Its size.</param>
/// <param name="Labels">What a person marked; class ids are the data set's.</param>
/// <param name="Detections">What the model says, strongest first; class ids are the data set's.</param>
public sealed record EvaluatedImage(LabelledImage Image, SizePx Size, IReadOnlyList<LabelledBox> Labels, IReadOnlyList<Detection> Detections);
