using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>
/// What the evaluation script published with DeepPCB prints (derived from that of ICDAR 2015). It differs from the protocol that the data set
/// describes in two points: an object takes the strongest detection that overlaps it by more than 0.33 whatever its type, and is lost when
/// that has the wrong one; and the average precision is over all types together.
/// </summary>
/// <param name="Ap">Average precision of the detections of all types together, 0 to 1.</param>
/// <param name="Precision">At the given score, 0 to 1.</param>
/// <param name="Recall">At the given score, 0 to 1.</param>
/// <param name="Hmean">Their harmonic mean.</param>
public sealed record DeepPcbScript(double Ap, double Precision, double Recall, double Hmean)
{
    private const double Iou = 0.33;
    private const double ShareInDifficult = 0.5;

    /// <summary>The figures.</summary>
    /// <param name="images">Each image once, detections strongest first.</param>
    /// <param name="score">Detections of this score and more count for precision, recall and their mean; all count for the average precision.</param>
    public static DeepPcbScript Of(IReadOnlyList<EvaluatedImage> images, double score)
    {
        int truths = images.Sum(image => image.Labels.Count(label => label.Kind == LabelKind.Object));
        var all = new PrecisionRecall(truths, images.SelectMany(image => Outcomes(image, image.Detections)));
        OperatingPoint at = new PrecisionRecall(truths, images.SelectMany(image => Outcomes(image, [.. image.Detections.Where(d => d.Score >= score)]))).At(score);
        return new DeepPcbScript(all.ExactAp ?? 0, at.Precision, at.Recall, at.FScore);
    }

    private static IEnumerable<(float Score, MatchOutcome Outcome)> Outcomes(EvaluatedImage image, IReadOnlyList<Detection> detections)
    {
        LabelledBox[] difficult = [.. image.Labels.Where(label => label.Kind != LabelKind.Object)];
        var outcomes = new MatchOutcome?[detections.Count];
        for (int d = 0; d < outcomes.Length; d++)
        {
            if (difficult.Any(label => Overlap.Share(detections[d].Box, label.Box) > ShareInDifficult))
                outcomes[d] = MatchOutcome.Ignored;
        }

        foreach (LabelledBox label in image.Labels.Where(label => label.Kind == LabelKind.Object))
        {
            for (int d = 0; d < outcomes.Length; d++)
            {
                if (outcomes[d] is not null || !(Overlap.Iou(detections[d].Box, label.Box) > Iou))
                    continue;
                outcomes[d] = detections[d].ClassId == label.ClassId ? MatchOutcome.Hit : MatchOutcome.FalseAlarm;
                break;
            }
        }

        return outcomes.Select((outcome, d) => (detections[d].Score, outcome ?? MatchOutcome.FalseAlarm));
    }
}
