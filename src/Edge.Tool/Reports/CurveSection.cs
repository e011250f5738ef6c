using Edge.Tool.Evaluation;

namespace Edge.Tool.Reports;

/// <summary>Precision against recall and F-score against the score, for all classes together and for each.</summary>
internal sealed class CurveSection(IReadOnlyList<DetectorResult> results)
{
    private const int MostClasses = 24;
    private const int MostUnfolded = 8;
    private const int MostPoints = 200;
    private static readonly string[] Styles = ["one", "two"];

    /// <summary>The section's content.</summary>
    public string Create()
    {
        ClassFigures[] classes = [.. results[0].Figures.Classes.Where(c => c.Curve.Truths > 0)];
        int[] shown = [.. Enumerable.Range(0, results[0].Figures.Classes.Count)
            .Where(id => results[0].Figures.Classes[id].Curve.Truths > 0)
            .OrderByDescending(id => results[0].Figures.Classes[id].Curve.Truths)
            .Take(MostClasses)
            .Order()];
        string note = shown.Length < classes.Length ? $"<p class=\"soft\">The {shown.Length} classes of {classes.Length} that have the most objects.</p>\n" : "";
        PrecisionRecall[] all = [.. results.Select(result => result.Figures.Matched.All)];
        string each = string.Concat(shown.Select(id =>
        {
            PrecisionRecall[] curves = [.. results.Select(result => result.Figures.Classes[id].Curve)];
            string name = results[0].Figures.Classes[id].Name;
            return $"<div class=\"plots wide class\">{Recall($"{name}: precision and recall", curves)}{Score($"{name}: F-score against the score", curves, parts: false)}</div>\n";
        }));
        string together = Recall("Precision and recall", all) + Score(results.Count == 1 ? "F-score, precision and recall against the score" : "F-score against the score", all, parts: results.Count == 1);
        return Legend()
            + $"<h3>All classes together</h3>\n<div class=\"plots wide\">{together}</div>\n"
            + (shown.Length > MostUnfolded ? $"<details class=\"more\"><summary>Each of {shown.Length} classes</summary>\n{note}{each}</details>\n" : $"<h3>Each class</h3>\n{each}");
    }

    private string Legend()
    {
        string Line(string style) => $"<svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"{style}\" x1=\"0\" x2=\"26\" y1=\"5\" y2=\"5\" /></svg>";
        string models = results.Count == 1 ? "" : string.Concat(results.Select((result, i) => $"<li>{Line(Styles[i])}{Html.Escape(result.Model.Name)}</li>"));
        return $"<ul class=\"legend\">{models}<li>{Line("mark")}score in use</li><li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><circle class=\"dot\" cx=\"13\" cy=\"5\" r=\"4\" /></svg>what the model does there</li></ul>\n";
    }

    private string Recall(string title, PrecisionRecall[] curves)
    {
        LinePlot.Curve[] lines = [.. curves.Select((curve, i) =>
        {
            OperatingPoint at = curve.At(results[i].Score);
            return new LinePlot.Curve(Styles[i], [.. LinePlot.Thin(Steps(curve), MostPoints).Select(point => (point.Recall, point.Precision))], (at.Recall, at.Precision));
        })];
        string text = $"{title}: " + string.Join("; ", curves.Select((curve, i) => $"{results[i].Model.Name} has precision {Html.Percent(curve.At(results[i].Score).Precision)} and recall {Html.Percent(curve.At(results[i].Score).Recall)} percent at its score"));
        string table = Html.Numbers(
            $"{title}: best precision at a recall or beyond, in percent",
            ["recall", .. results.Select(result => result.Model.Name)],
            Enumerable.Range(0, 11).Select(tenth => (IReadOnlyList<string>)[$"{tenth * 10}", .. curves.Select(curve => Html.Percent(BestAt(curve, tenth)))]));
        return $"<figure class=\"plot\"><figcaption>{Html.Escape(title)}</figcaption>{LinePlot.Of(text, "recall", "precision", lines)}{table}</figure>\n";
    }

    private string Score(string title, PrecisionRecall[] curves, bool parts)
    {
        double[] scores = [.. Enumerable.Range(0, 101).Select(i => i / 100.0)];
        var lines = new List<LinePlot.Curve>();
        // With one model there is room for the two parts of its F-score.
        if (parts && curves.Length == 1)
        {
            lines.Add(new LinePlot.Curve("three", [.. scores.Where(score => Any(curves[0], score)).Select(score => (score, curves[0].At(score).Precision))]));
            lines.Add(new LinePlot.Curve("two", [.. scores.Select(score => (score, curves[0].At(score).Recall))]));
        }

        for (int i = 0; i < curves.Length; i++)
            lines.Add(new LinePlot.Curve(Styles[i], [.. scores.Select(score => (score, curves[i].At(score).FScore))], (results[i].Score, curves[i].At(results[i].Score).FScore)));
        string legend = parts && curves.Length == 1
            ? "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"one\" x2=\"26\" y1=\"5\" y2=\"5\" /></svg>F-score</li><li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"three\" x2=\"26\" y1=\"5\" y2=\"5\" /></svg>precision</li><li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"two\" x2=\"26\" y1=\"5\" y2=\"5\" /></svg>recall</li></ul>"
            : "";
        string text = $"{title}: " + string.Join("; ", curves.Select((curve, i) => $"{results[i].Model.Name} reaches {Html.Percent(curve.At(results[i].Score).FScore)} percent at {results[i].Score:0.###}, its score, and {Html.Percent(curve.Best().FScore)} at {curve.Best().Score:0.###}, the best on these images"));
        string table = Html.Numbers(
            $"{title}, in percent",
            curves.Length == 1 ? ["score", "F-score", "precision", "recall"] : ["score", .. results.Select(result => result.Model.Name)],
            Enumerable.Range(0, 20).Select(i => i / 20.0).Select(score => curves.Length == 1
                ? (IReadOnlyList<string>)[score.ToString("0.00"), Html.Percent(curves[0].At(score).FScore), Html.Percent(curves[0].At(score).Precision), Html.Percent(curves[0].At(score).Recall)]
                : [score.ToString("0.00"), .. curves.Select(curve => Html.Percent(curve.At(score).FScore))]));
        return $"<figure class=\"plot\"><figcaption>{Html.Escape(title)}</figcaption>{legend}{LinePlot.Of(text, "score", parts ? "share" : "F-score", lines, results[0].Score)}{table}</figure>\n";
    }

    /// <summary>The best and the worst precision at each recall that occurs: what lies between is on the line that joins them.</summary>
    private static OperatingPoint[] Steps(PrecisionRecall curve) =>
        [.. curve.Points().Where(point => point.Hits > 0).GroupBy(point => point.Hits).SelectMany(group => new[] { group.First(), group.Last() })];

    // Where nothing is found, nothing found is right or wrong.
    private static bool Any(PrecisionRecall curve, double score) => curve.At(score) is var at && at.Hits + at.FalseAlarms > 0;

    private static double? BestAt(PrecisionRecall curve, int tenth) =>
        curve.Points().Where(point => (long)point.Hits * 10 >= (long)tenth * curve.Truths).Select(point => (double?)point.Precision).Max();
}
