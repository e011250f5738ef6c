using Edge.Vision.Inference;

namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>One classifier, measured.</summary>
/// <param name="Model">What it is.</param>
/// <param name="Classes">What was measured.</param>
/// <param name="Figures">What came out.</param>
/// <param name="Seconds">Time for all, with reading the files and with the other model where there are two.</param>
internal sealed record ClassifierResult(ModelDefinition Model, ClassSelection Classes, ClassifierFigures Figures, double Seconds);
