using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>
/// COCO's detection metric as pycocotools' COCOeval defines it (iouType bbox): per class and image greedy matching
/// by score, precision interpolated at 101 recalls, means over IoU thresholds and the classes that have labels.
/// An object is small or large by the area of its outline where the data set gives one, otherwise by its box's.
/// </summary>
public sealed class CocoEvaluator
{
    private const int MaximumDetections = 100;
    private static readonly double[] IouThresholds = [.. Enumerable.Range(0, 10).Select(i => i == 9 ? 0.95 : 0.5 + (i * ((0.95 - 0.5) / 9)))];
    private static readonly double[] RecallThresholds = [.. Enumerable.Range(0, 101).Select(i => i * 0.01)];
    private static readonly (double From, double To)[] Areas = [(0, 1e10), (0, 32 * 32), (32 * 32, 96 * 96), (96 * 96, 1e10)];

    // By class, then one entry an image that has labels or detections of the class.
    private readonly SortedDictionary<int, List<(List<LabelledBox> Labels, List<Detection> Detections)>> _byClass = [];

    /// <summary>Adds one image: what is in it and what was found.</summary>
    public void Add(IReadOnlyList<LabelledBox> labels, IReadOnlyList<Detection> detections)
    {
        foreach (int classId in labels.Select(l => l.ClassId).Concat(detections.Select(d => d.ClassId)).Distinct())
        {
            if (!_byClass.TryGetValue(classId, out var images))
                _byClass[classId] = images = [];

            // OrderByDescending is stable, as COCOeval's mergesort is.
            images.Add((
                [.. labels.Where(l => l.ClassId == classId)],
                [.. detections.Where(d => d.ClassId == classId).OrderByDescending(d => d.Score).Take(MaximumDetections)]));
        }
    }

    /// <summary>The figures over all images added.</summary>
    public CocoFigures Evaluate()
    {
        var all = Accumulate(0, MaximumDetections);
        var small = Accumulate(1, MaximumDetections);
        var medium = Accumulate(2, MaximumDetections);
        var large = Accumulate(3, MaximumDetections);
        return new CocoFigures(
            Mean(all.Precisions, 0, 9),
            Mean(all.Precisions, 0, 0),
            Mean(all.Precisions, 5, 5),
            Mean(small.Precisions, 0, 9),
            Mean(medium.Precisions, 0, 9),
            Mean(large.Precisions, 0, 9),
            Mean(Accumulate(0, 1).Recalls, 0, 9),
            Mean(Accumulate(0, 10).Recalls, 0, 9),
            Mean(all.Recalls, 0, 9),
            Mean(small.Recalls, 0, 9),
            Mean(medium.Recalls, 0, 9),
            Mean(large.Recalls, 0, 9));
    }

    /// <summary>Average precision of one class; -1 where it has no labels.</summary>
    /// <param name="classId">The class.</param>
    /// <param name="threshold">Index of the IoU threshold, 0 for 0.50 to 9 for 0.95; null takes the mean over all.</param>
    public double ClassAp(int classId, int? threshold = null)
    {
        if (!_byClass.TryGetValue(classId, out var images) || AccumulateClass(images, 0, MaximumDetections) is not { } result)
            return -1;
        return threshold is { } index ? result.Precision[index] : result.Precision.Average();
    }

    private static double Mean(List<double[]> perClass, int first, int last) =>
        perClass.Count == 0 ? -1 : perClass.Average(row => row.Skip(first).Take(last - first + 1).Average());

    private (List<double[]> Precisions, List<double[]> Recalls) Accumulate(int area, int maximumDetections)
    {
        List<double[]> precisions = [], recalls = [];
        foreach (var images in _byClass.Values)
        {
            if (AccumulateClass(images, area, maximumDetections) is not { } result)
                continue;
            precisions.Add(result.Precision);
            recalls.Add(result.Recall);
        }

        return (precisions, recalls);
    }

    /// <summary>Interpolated precision and final recall by IoU threshold; null where no label counts (COCOeval's npig == 0).</summary>
    private static (double[] Precision, double[] Recall)? AccumulateClass(
        List<(List<LabelledBox> Labels, List<Detection> Detections)> images, int area, int maximumDetections)
    {
        var (from, to) = Areas[area];
        int labelled = images.Sum(image => image.Labels.Count(label => Counts(label, from, to)));
        if (labelled == 0)
            return null;

        var precision = new double[IouThresholds.Length];
        var recall = new double[IouThresholds.Length];
        for (int t = 0; t < IouThresholds.Length; t++)
        {
            var outcomes = new List<(float Score, MatchOutcome Outcome)>();
            foreach (var (labels, detections) in images)
                Match(labels, detections, IouThresholds[t], from, to, maximumDetections, outcomes);
            (precision[t], recall[t]) = Curve(outcomes, labelled);
        }

        return (precision, recall);
    }

    // A label that doesn't count may be found without harm.
    private static bool Counts(in LabelledBox label, double from, double to)
    {
        double area = label.OutlineArea ?? Overlap.Area(label.Box);
        return label.Kind == LabelKind.Object && area >= from && area <= to;
    }

    private static bool InArea(in BoxPx box, double from, double to) => Overlap.Area(box) is var area && area >= from && area <= to;

    // COCOeval.evaluateImg for one threshold.
    private static void Match(
        List<LabelledBox> labels,
        List<Detection> detections,
        double threshold,
        double from,
        double to,
        int maximumDetections,
        List<(float Score, MatchOutcome Outcome)> outcomes)
    {
        // Labels outside the area range and crowds come last: they absorb detections but count for nothing.
        LabelledBox[] ordered = [.. labels.OrderBy(label => Counts(label, from, to) ? 0 : 1)];
        int counted = labels.Count(label => Counts(label, from, to));
        var taken = new bool[ordered.Length];
        foreach (Detection detection in detections.Take(maximumDetections))
        {
            double best = Math.Min(threshold, 1 - 1e-10);
            int match = -1;
            for (int g = 0; g < ordered.Length; g++)
            {
                bool isCrowd = ordered[g].Kind == LabelKind.Crowd;
                if (taken[g] && !isCrowd)
                    continue;
                if (match >= 0 && match < counted && g >= counted)
                    break;
                double iou = isCrowd ? Overlap.Share(detection.Box, ordered[g].Box) : Overlap.Iou(detection.Box, ordered[g].Box);
                if (iou < best)
                    continue;
                best = iou;
                match = g;
            }

            if (match >= 0)
                taken[match] = true;
            bool ignored = match >= counted || (match < 0 && !InArea(detection.Box, from, to));
            outcomes.Add((detection.Score, ignored ? MatchOutcome.Ignored : match >= 0 ? MatchOutcome.Hit : MatchOutcome.FalseAlarm));
        }
    }

    // COCOeval.accumulate for one class and threshold.
    private static (double Precision, double Recall) Curve(List<(float Score, MatchOutcome Outcome)> outcomes, int labelled)
    {
        var recalls = new List<double>();
        var precisions = new List<double>();
        double hits = 0, falseAlarms = 0;
        foreach (var (_, outcome) in outcomes.OrderByDescending(o => o.Score))
        {
            hits += outcome == MatchOutcome.Hit ? 1 : 0;
            falseAlarms += outcome == MatchOutcome.FalseAlarm ? 1 : 0;
            recalls.Add(hits / labelled);
            precisions.Add(hits / (hits + falseAlarms + double.Epsilon));
        }

        for (int i = precisions.Count - 1; i > 0; i--)
            precisions[i - 1] = Math.Max(precisions[i - 1], precisions[i]);

        double sum = 0;
        int index = 0;
        foreach (double wanted in RecallThresholds)
        {
            while (index < recalls.Count && recalls[index] < wanted)
                index++;
            if (index < recalls.Count)
                sum += precisions[index];
        }

        return (sum / RecallThresholds.Length, recalls.Count == 0 ? 0 : recalls[^1]);
    }
}
