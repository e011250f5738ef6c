using Edge.Vision.Inference;

namespace Edge.Tool.Evaluation;

/// <summary>One detector, measured.</summary>
/// <param name="Model">What it is, as it ran: its score threshold is the least score recorded.</param>
/// <param name="Score">The score in force, 0 to 1.</param>
/// <param name="Classes">What was measured.</param>
/// <param name="Figures">What came out.</param>
/// <param name="MedianMs">Time for one image, decoded file to detections: the median, in milliseconds.</param>
/// <param name="Seconds">Time for all, with reading the files and with the other model where there are two.</param>
internal sealed record DetectorResult(ModelDefinition Model, double Score, ClassSelection Classes, EvaluationFigures Figures, double MedianMs, double Seconds);
