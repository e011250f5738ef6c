using Edge.Tool.Bench;
using Edge.Tool.Evaluation;
using Edge.Tool.Models;

namespace Edge.Tool.Comparison;

/// <summary>All figures of one model in a comparison.</summary>
/// <param name="Path">The file or pack.</param>
/// <param name="Content">What it is made of.</param>
/// <param name="Accuracy">How well it finds, on the same images as the others.</param>
/// <param name="Speed">How fast it is, in turns with the others; its ratio is against the first.</param>
/// <param name="EndToEnd">The same from the compressed picture to boxes, on two cores; null where there was nothing to read.</param>
internal sealed record ComparedModel(string Path, ModelInspection Content, DetectorResult Accuracy, BenchResult Speed, BenchResult? EndToEnd)
{
    /// <summary>For people: the file's or folder's name.</summary>
    public string Name => System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(Path));

    /// <summary>The protocol's main figure, 0 to 1.</summary>
    public double MainFigure => Accuracy.Figures.Figures[0].Value ?? 0;
}
