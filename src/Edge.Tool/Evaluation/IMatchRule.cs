using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>Decides which detection of an image found which label. Pure.</summary>
public interface IMatchRule
{
    /// <summary>The outcome of each detection, in the order of <paramref name="detections"/>.</summary>
    /// <param name="labels">Of all classes.</param>
    /// <param name="detections">Of all classes, strongest first. Weaker ones never change what becomes of stronger ones.</param>
    BoxMatch[] Match(IReadOnlyList<LabelledBox> labels, IReadOnlyList<Detection> detections);
}
