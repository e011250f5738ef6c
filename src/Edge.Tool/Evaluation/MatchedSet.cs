using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>All images of an evaluation with the outcome of each detection under one rule.</summary>
public sealed class MatchedSet
{
    /// <summary>Matches every image.</summary>
    /// <param name="images">Each image once.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="rule">Which detection finds which label.</param>
    public MatchedSet(IReadOnlyList<EvaluatedImage> images, int classes, IMatchRule rule)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(rule);
        Images = images;
        Matches = [.. images.Select(image => rule.Match(image.Labels, image.Detections))];
        Classes = [.. Enumerable.Range(0, classes).Select(Of)];
        All = new PrecisionRecall(Classes.Sum(c => c.Truths), Outcomes().Select(o => (o.Score, o.Outcome)));
    }

    /// <summary>The images.</summary>
    public IReadOnlyList<EvaluatedImage> Images { get; }

    /// <summary>For each image, the outcome of each detection.</summary>
    public IReadOnlyList<BoxMatch[]> Matches { get; }

    /// <summary>The figures of each class.</summary>
    public IReadOnlyList<PrecisionRecall> Classes { get; }

    /// <summary>The figures over the detections of all classes together.</summary>
    public PrecisionRecall All { get; }

    /// <summary>The mean of a figure over the classes that have objects; null where none has.</summary>
    public double? Mean(Func<PrecisionRecall, double?> figure)
    {
        double[] values = [.. Classes.Where(c => c.Truths > 0).Select(c => figure(c) ?? 0)];
        return values.Length == 0 ? null : values.Average();
    }

    private PrecisionRecall Of(int classId) => new(
        Images.Sum(image => image.Labels.Count(label => label.ClassId == classId && label.Kind == LabelKind.Object)),
        Outcomes().Where(o => o.ClassId == classId).Select(o => (o.Score, o.Outcome)));

    private IEnumerable<(int ClassId, float Score, MatchOutcome Outcome)> Outcomes() =>
        Images.Zip(Matches).SelectMany(pair => pair.First.Detections.Zip(pair.Second, (detection, match) => (detection.ClassId, detection.Score, match.Outcome)));
}
