namespace Edge.Tool.Evaluation;

/// <summary>The figures of one class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">The data set's number for it.</param>
/// <param name="Figures">Average precisions, as the protocol has them; the first is the main one.</param>
/// <param name="Curve">Its detections from strong to weak.</param>
/// <param name="At">What the model does at the score in force.</param>
public sealed record ClassFigures(string Name, long Id, IReadOnlyList<Figure> Figures, PrecisionRecall Curve, OperatingPoint At);
