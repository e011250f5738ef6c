using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Reports;

/// <summary>How large the objects are that a detector finds and misses, and how sure it is of its hits and false alarms.</summary>
internal static class DetectionHistograms
{
    private const int ScoreBins = 20;

    /// <summary>Both histograms.</summary>
    public static string Of(DetectorResult result) => $"<div class=\"plots wide\">{Sizes(result)}{Scores(result)}</div>\n";

    private static string Sizes(DetectorResult result)
    {
        MatchedSet matched = result.Figures.Matched;
        var sizes = new SortedDictionary<int, (int Found, int Missed)>();
        for (int i = 0; i < matched.Images.Count; i++)
        {
            EvaluatedImage image = matched.Images[i];
            HashSet<int> found = [.. matched.Matches[i].Where((match, d) => match.Outcome == MatchOutcome.Hit && image.Detections[d].Score >= result.Score).Select(match => match.Label)];
            for (int g = 0; g < image.Labels.Count; g++)
            {
                if (image.Labels[g].Kind != LabelKind.Object)
                    continue;
                // Steps of the square root of 2: twice the area each.
                int bin = (int)Math.Floor(2 * Math.Log2(Math.Max(1, Math.Sqrt(Overlap.Area(image.Labels[g].Box)))));
                (int Found, int Missed) counts = sizes.GetValueOrDefault(bin);
                sizes[bin] = found.Contains(g) ? (counts.Found + 1, counts.Missed) : (counts.Found, counts.Missed + 1);
            }
        }

        // Without a break: a size that does not occur has an empty bar.
        int[] bins = sizes.Count == 0 ? [] : [.. Enumerable.Range(sizes.Keys.First(), sizes.Keys.Last() - sizes.Keys.First() + 1)];
        return bins.Length == 0 ? "" : Histogram.Of(
            $"{result.Model.Name}: objects by size", "square root of the area, in pixels, from", ("found", "missed"),
            [.. bins.Select(bin => (Math.Round(Math.Pow(2, bin / 2.0)).ToString(), sizes.GetValueOrDefault(bin).Found, sizes.GetValueOrDefault(bin).Missed))]);
    }

    private static string Scores(DetectorResult result)
    {
        MatchedSet matched = result.Figures.Matched;
        var scores = new (int Hits, int FalseAlarms)[ScoreBins];
        for (int i = 0; i < matched.Images.Count; i++)
        {
            for (int d = 0; d < matched.Matches[i].Length; d++)
            {
                ref (int Hits, int FalseAlarms) bin = ref scores[Math.Min(ScoreBins - 1, (int)(matched.Images[i].Detections[d].Score * ScoreBins))];
                bin.Hits += matched.Matches[i][d].Outcome == MatchOutcome.Hit ? 1 : 0;
                bin.FalseAlarms += matched.Matches[i][d].Outcome == MatchOutcome.FalseAlarm ? 1 : 0;
            }
        }

        // The weakest boxes are many and mean nothing: they would flatten the others.
        return Histogram.Of(
            $"{result.Model.Name}: detections of score 0.05 and more", "score, from", ("hits", "false alarms"),
            [.. scores.Select((bin, i) => (((double)i / ScoreBins).ToString("0.00"), bin.Hits, bin.FalseAlarms)).Skip(1)]);
    }
}
