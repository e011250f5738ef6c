using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>
/// Strongest first, each detection takes the label of its class that overlaps it most and is still free; a second detection of an object is a
/// false alarm. A detection that finds nothing and lies by more than half in a box that need not be found is ignored, as ICDAR's evaluation
/// does it, from which DeepPCB's is derived.
/// </summary>
/// <param name="iou">The overlap that counts, 0 to 1.</param>
/// <param name="isInclusive">Whether an overlap of just <paramref name="iou"/> counts.</param>
public sealed class GreedyMatching(double iou, bool isInclusive) : IMatchRule
{
    private const double ShareInDifficult = 0.5;

    /// <summary>DeepPCB's rule: overlap greater than 0.33.</summary>
    public static GreedyMatching DeepPcb { get; } = new(0.33, isInclusive: false);

    /// <summary>The usual rule where no protocol asks for another: overlap of at least 0.5.</summary>
    public static GreedyMatching Half { get; } = new(0.5, isInclusive: true);

    /// <inheritdoc/>
    public BoxMatch[] Match(IReadOnlyList<LabelledBox> labels, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(detections);
        var taken = new bool[labels.Count];
        var matches = new BoxMatch[detections.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            Detection detection = detections[i];
            int best = -1;
            double most = 0;
            bool excused = false;
            for (int g = 0; g < labels.Count; g++)
            {
                LabelledBox label = labels[g];
                if (label.Kind != LabelKind.Object)
                {
                    excused |= label.ClassId == detection.ClassId && Overlap.Share(detection.Box, label.Box) > ShareInDifficult;
                    continue;
                }

                if (taken[g] || label.ClassId != detection.ClassId)
                    continue;
                double overlap = Overlap.Iou(detection.Box, label.Box);
                if ((overlap > iou || (isInclusive && overlap == iou)) && overlap > most)
                    (best, most) = (g, overlap);
            }

            if (best >= 0)
                taken[best] = true;
            matches[i] = best >= 0 ? new BoxMatch(MatchOutcome.Hit, best) : excused ? new BoxMatch(MatchOutcome.Ignored, -1) : BoxMatch.None;
        }

        return matches;
    }
}
