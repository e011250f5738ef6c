using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>What a detector got wrong at the score in force, the worst first.</summary>
public static class Mistakes
{
    private const double Touching = 0.1;

    /// <summary>Objects not found: first those of which the model has not even an inkling, of these the largest.</summary>
    public static IReadOnlyList<Mistake> Misses(MatchedSet matched, double score)
    {
        ArgumentNullException.ThrowIfNull(matched);
        var misses = new List<Mistake>();
        for (int i = 0; i < matched.Images.Count; i++)
        {
            EvaluatedImage image = matched.Images[i];
            for (int g = 0; g < image.Labels.Count; g++)
            {
                LabelledBox label = image.Labels[g];
                float finder = ScoreOfFinder(image, matched.Matches[i], g);
                if (label.Kind == LabelKind.Object && !(finder >= score))
                    misses.Add(new Mistake(image, label.Box, label.ClassId, finder, Said(image, label, score)));
            }
        }

        return [.. misses.OrderBy(miss => miss.Score).ThenByDescending(miss => Overlap.Area(miss.Box))];
    }

    /// <summary>Detections that found nothing, the strongest first.</summary>
    public static IReadOnlyList<Mistake> FalseAlarms(MatchedSet matched, double score)
    {
        ArgumentNullException.ThrowIfNull(matched);
        var alarms = new List<Mistake>();
        for (int i = 0; i < matched.Images.Count; i++)
        {
            EvaluatedImage image = matched.Images[i];
            for (int d = 0; d < image.Detections.Count; d++)
            {
                Detection detection = image.Detections[d];
                if (matched.Matches[i][d].Outcome == MatchOutcome.FalseAlarm && detection.Score >= score)
                    alarms.Add(new Mistake(image, detection.Box, detection.ClassId, detection.Score, Nearest(image.Labels.Select(label => (label.Box, label.ClassId)), detection.Box)));
            }
        }

        return [.. alarms.OrderByDescending(alarm => alarm.Score)];
    }

    /// <summary>Misses and false alarms of each image.</summary>
    public static int[] Count(MatchedSet matched, double score)
    {
        ArgumentNullException.ThrowIfNull(matched);
        return [.. matched.Images.Select((image, i) =>
        {
            int[] outcomes = [.. Enumerable.Range(0, image.Detections.Count).Where(d => image.Detections[d].Score >= score)];
            int hits = outcomes.Count(d => matched.Matches[i][d].Outcome == MatchOutcome.Hit);
            int falseAlarms = outcomes.Count(d => matched.Matches[i][d].Outcome == MatchOutcome.FalseAlarm);
            return image.Labels.Count(label => label.Kind == LabelKind.Object) - hits + falseAlarms;
        })];
    }

    private static float ScoreOfFinder(EvaluatedImage image, BoxMatch[] matches, int label)
    {
        int finder = Array.FindIndex(matches, match => match.Outcome == MatchOutcome.Hit && match.Label == label);
        return finder < 0 ? 0 : image.Detections[finder].Score;
    }

    private static int? Said(EvaluatedImage image, LabelledBox label, double score) =>
        Nearest(image.Detections.Where(d => d.Score >= score && d.ClassId != label.ClassId).Select(d => (d.Box, d.ClassId)), label.Box);

    private static int? Nearest(IEnumerable<(BoxPx Box, int ClassId)> boxes, BoxPx box)
    {
        (double Iou, int? ClassId) best = (Touching, null);
        foreach ((BoxPx other, int classId) in boxes)
        {
            double overlap = Overlap.Iou(other, box);
            if (overlap > best.Iou)
                best = (overlap, classId);
        }

        return best.ClassId;
    }
}
