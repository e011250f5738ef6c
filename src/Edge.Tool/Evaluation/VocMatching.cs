using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>
/// The VOC development kit's rule: each detection belongs to the label of its class that overlaps it most, found already or not, where that
/// overlap is at least 0.5. The strongest detection of a label is right, others are false alarms; those of difficult labels are ignored.
/// </summary>
public sealed class VocMatching : IMatchRule
{
    private const double Iou = 0.5;

    /// <inheritdoc/>
    public BoxMatch[] Match(IReadOnlyList<LabelledBox> labels, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(detections);
        var taken = new bool[labels.Count];
        var matches = new BoxMatch[detections.Count];
        for (int i = 0; i < matches.Length; i++)
        {
            int best = -1;
            double most = 0;
            for (int g = 0; g < labels.Count; g++)
            {
                double overlap = labels[g].ClassId == detections[i].ClassId ? Overlap.Iou(detections[i].Box, labels[g].Box) : 0;
                if (overlap > most)
                    (best, most) = (g, overlap);
            }

            if (best < 0 || most < Iou)
            {
                matches[i] = BoxMatch.None;
            }
            else if (labels[best].Kind != LabelKind.Object)
            {
                matches[i] = new BoxMatch(MatchOutcome.Ignored, best);
            }
            else
            {
                matches[i] = taken[best] ? BoxMatch.None : new BoxMatch(MatchOutcome.Hit, best);
                taken[best] = true;
            }
        }

        return matches;
    }
}
