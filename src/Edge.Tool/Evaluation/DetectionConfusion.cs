using Edge.Domain.Detections;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>
/// What objects are taken for: labels and detections of one image are paired by their overlap, the greatest first, whatever their classes.
/// Labels without a pair are missed, detections without one are false alarms.
/// </summary>
public sealed class DetectionConfusion
{
    private const double ShareInDifficult = 0.5;

    /// <summary>Counts.</summary>
    /// <param name="images">Each image once.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="score">Detections of this score and more count.</param>
    /// <param name="iou">Overlap that a pair must exceed, 0 to 1.</param>
    public DetectionConfusion(IEnumerable<EvaluatedImage> images, int classes, double score, double iou)
    {
        ArgumentNullException.ThrowIfNull(images);
        Background = classes;
        Counts = new int[classes + 1, classes + 1];
        foreach (EvaluatedImage image in images)
            Add(image.Labels, [.. image.Detections.Where(d => d.Score >= score)], iou);
    }

    /// <summary>Objects by their class (row) and by what they were taken for (column); the last row is what is no object, the last column what was not found.</summary>
    public int[,] Counts { get; }

    /// <summary>Index of the last row and column.</summary>
    public int Background { get; }

    private void Add(IReadOnlyList<LabelledBox> labels, IReadOnlyList<Detection> detections, double iou)
    {
        var pairs = new List<(double Iou, int Label, int Detection)>();
        for (int g = 0; g < labels.Count; g++)
        {
            for (int d = 0; labels[g].Kind == LabelKind.Object && d < detections.Count; d++)
            {
                double overlap = Overlap.Iou(detections[d].Box, labels[g].Box);
                if (overlap > iou)
                    pairs.Add((overlap, g, d));
            }
        }

        var found = new bool[labels.Count];
        var used = new bool[detections.Count];
        foreach ((_, int g, int d) in pairs.OrderByDescending(pair => pair.Iou))
        {
            if (found[g] || used[d])
                continue;
            found[g] = used[d] = true;
            Counts[labels[g].ClassId, detections[d].ClassId]++;
        }

        for (int g = 0; g < labels.Count; g++)
        {
            if (!found[g] && labels[g].Kind == LabelKind.Object)
                Counts[labels[g].ClassId, Background]++;
        }

        for (int d = 0; d < detections.Count; d++)
        {
            if (!used[d] && !labels.Any(label => label.Kind != LabelKind.Object && Overlap.Share(detections[d].Box, label.Box) > ShareInDifficult))
                Counts[Background, detections[d].ClassId]++;
        }
    }
}
