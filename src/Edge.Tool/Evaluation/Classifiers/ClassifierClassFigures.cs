namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>How well a classifier knows one class.</summary>
/// <param name="Name">The class.</param>
/// <param name="Samples">Pictures of it.</param>
/// <param name="Precision">Share of the pictures said to be of it that are, 0 to 1; 0 where none is said to be.</param>
/// <param name="Recall">Share of its pictures that are said to be of it, 0 to 1; 0 where there is none.</param>
/// <param name="RocAuc">Probability that a picture of it is given a higher one than a picture of another class, ties half; null where one of the two is missing.</param>
public sealed record ClassifierClassFigures(string Name, int Samples, double Precision, double Recall, double? RocAuc)
{
    /// <summary>2PR / (P + R), 0 to 1.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}
