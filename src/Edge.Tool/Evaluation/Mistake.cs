using Edge.Domain.Geometry;

namespace Edge.Tool.Evaluation;

/// <summary>One thing that a detector got wrong.</summary>
/// <param name="Image">Where.</param>
/// <param name="Box">The object that was missed, or the box that is a false alarm.</param>
/// <param name="ClassId">Its class.</param>
/// <param name="Score">Of a false alarm its score; of a miss that of the weak detection that would have found it, 0 where there is none.</param>
/// <param name="TakenFor">What the model said there instead (a miss), or what is there (a false alarm): a class; null for nothing.</param>
public sealed record Mistake(EvaluatedImage Image, BoxPx Box, int ClassId, float Score, int? TakenFor);
