using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Reports;

/// <summary>The report on a detector, or on two on the same images: one HTML file that needs nothing else.</summary>
internal sealed class DetectorReport(string dataName, DataSet data, IReadOnlyList<DetectorResult> results)
{
    private const int MostPictures = 24;
    private const int MostDiffering = 12;
    private readonly DetectorResult _first = results[0];
    private readonly DetectorResult? _other = results.Count > 1 ? results[1] : null;
    private readonly IReadOnlyList<DataSetClass> _classes = results[0].Classes.Classes;

    /// <summary>The file's text.</summary>
    /// <exception cref="Edge.Vision.Images.ImageFormatException">An image of the set can't be read any more.</exception>
    public string Create()
    {
        EvaluationFigures figures = _first.Figures;
        string title = _other is null ? $"{_first.Model.Name} on {dataName}" : $"{_first.Model.Name} and {_other.Model.Name} on {dataName}";
        string lead = $"{figures.Matched.Images.Count} images with {figures.Matched.All.Truths} objects ({DataSetFormats.NameOf(data.Format)}); protocol {EvaluationProtocols.NameOf(figures.Protocol)};"
            + $" a detection is right at {figures.Overlap}. {string.Join(" ", results.Select(Describe))}";
        using var pictures = new Pictures();
        var curves = new CurveSection(results);
        return ReportPage.Of(title, lead,
        [
            ("figures", "Figures", Tiles() + FigureTable() + Explain()),
            ("classes", "Classes", _other is null ? ClassTable(_first) : PairedClasses(_other) + $"<details><summary>Each model by itself</summary>{ClassTable(_first)}{ClassTable(_other)}</details>\n"),
            ("curves", "Curves", curves.Create()),
            ("confusion", "What is taken for what", string.Concat(results.Select(Confusion))),
            ("histograms", "Sizes and scores", string.Concat(results.Select(DetectionHistograms.Of))),
            ("differences", "Images on which the models differ most", _other is null ? "" : Differences(pictures, _other)),
            ("misses", $"Worst misses{Of(_first)}", Gallery(pictures, Mistakes.Misses(figures.Matched, _first.Score), isMiss: true)),
            ("false-alarms", $"Worst false alarms{Of(_first)}", Gallery(pictures, Mistakes.FalseAlarms(figures.Matched, _first.Score), isMiss: false)),
        ]);
    }

    private string Of(DetectorResult result) => _other is null ? "" : $" of {result.Model.Name}";

    private static string Describe(DetectorResult result) =>
        $"{result.Model.Name}{(result.Model.Version.Length > 0 ? " " + result.Model.Version : "")} (sha256:{result.Model.Digest[..12]}…) at score {result.Score:0.###}, NMS {result.Model.NmsThreshold:0.##}.";

    private string Tiles()
    {
        Figure[] shown = [_first.Figures.Figures[0], .. _first.Figures.Figures.Where(figure => figure.Key is "fscore" or "precision" or "recall")];
        return "<div class=\"tiles\">" + string.Concat(shown.Select(figure =>
        {
            string against = _other is null ? "" : $"<span>{Html.Points(figure.Value, Value(_other, figure.Key))} against {Html.Escape(_other.Model.Name)}</span>";
            return $"<div class=\"tile\"><span>{Html.Escape(figure.Title)}</span><b>{Html.Figure(figure.Value)} %</b>{against}</div>";
        })) + "</div>\n";
    }

    private string FigureTable()
    {
        string[] columns = _other is null ? ["figure", "percent"] : ["figure", _first.Model.Name, _other.Model.Name, "difference"];
        return Html.Table("All figures, in percent", columns, _first.Figures.Figures.Select(figure => _other is null
            ? new[] { Html.Escape(figure.Title), Html.Figure(figure.Value) }
            : [Html.Escape(figure.Title), Html.Figure(figure.Value), Html.Figure(Value(_other, figure.Key)), Html.Points(figure.Value, Value(_other, figure.Key))]));
    }

    private string Explain() =>
        $"<p class=\"soft\">Average precision is over all boxes of score {_first.Model.ScoreThreshold:0.###} and more. Precision, recall and F-score are taken at the score"
        + " that the model has in use; the best F-score is at a score chosen on these very images, so it is a hint for that setting and no figure for the model.</p>\n";

    private string PairedClasses(DetectorResult other)
    {
        (string one, string two) = (_first.Model.Name, other.Model.Name);
        string main = _first.Figures.Classes[0].Figures[0].Title;
        return Html.Table(
            $"By class, in percent: {one}, {two}, and by how much the first is ahead",
            ["class", "objects", $"{main} {one}", $"{main} {two}", "ahead", $"F-score {one}", $"F-score {two}", "ahead", $"missed {one}", two, $"false alarms {one}", two],
            _first.Figures.Classes.Zip(other.Figures.Classes).Where(pair => pair.First.Curve.Truths > 0).Select(pair => new[]
            {
                Html.Escape(pair.First.Name), pair.First.Curve.Truths.ToString(),
                Html.Percent(pair.First.Figures[0].Value), Html.Percent(pair.Second.Figures[0].Value), Html.Points(pair.First.Figures[0].Value, pair.Second.Figures[0].Value),
                Html.Percent(pair.First.At.FScore), Html.Percent(pair.Second.At.FScore), Html.Points(pair.First.At.FScore, pair.Second.At.FScore),
                pair.First.At.Misses.ToString(), pair.Second.At.Misses.ToString(), pair.First.At.FalseAlarms.ToString(), pair.Second.At.FalseAlarms.ToString(),
            }));
    }

    private static string ClassTable(DetectorResult result)
    {
        ClassFigures[] shown = [.. result.Figures.Classes.Where(c => c.Curve.Truths > 0 || c.At.FalseAlarms > 0)];
        return shown.Length == 0 ? "" : Html.Table(
            $"{result.Model.Name}: by class, in percent; precision, recall and F-score at score {result.Score:0.###}",
            ["class", "objects", .. shown[0].Figures.Select(figure => figure.Title), "precision", "recall", "F-score", "missed", "false alarms"],
            shown.Select(c => (IReadOnlyList<string>)
            [
                Html.Escape(c.Name), c.Curve.Truths.ToString(), .. c.Figures.Select(figure => Html.Percent(figure.Value)),
                Html.Percent(c.At.Precision), Html.Percent(c.At.Recall), Html.Percent(c.At.FScore), c.At.Misses.ToString(), c.At.FalseAlarms.ToString(),
            ]));
    }

    private string Confusion(DetectorResult result)
    {
        double iou = result.Figures.Protocol == EvaluationProtocol.DeepPcb ? 0.33 : 0.5;
        var confusion = new DetectionConfusion(result.Figures.Matched.Images, _classes.Count, result.Score, iou);
        string[] names = [.. _classes.Select(item => item.Name)];
        return ConfusionTable.Of(
            $"{result.Model.Name}: objects and detections of score {result.Score:0.###} and more, paired by overlap (IoU over {iou}) whatever their class",
            [.. names, "nothing"], [.. names, "missed"], confusion.Counts, _classes.Count);
    }

    private string Differences(Pictures pictures, DetectorResult other)
    {
        int[] mine = Mistakes.Count(_first.Figures.Matched, _first.Score), theirs = Mistakes.Count(other.Figures.Matched, other.Score);
        int[] differing = [.. Enumerable.Range(0, mine.Length).Where(i => mine[i] != theirs[i]).OrderByDescending(i => Math.Abs(mine[i] - theirs[i])).ThenBy(i => i)];
        int better = differing.Count(i => mine[i] < theirs[i]);
        string text = $"<p>Misses and false alarms at the scores in use: {Html.Escape(_first.Model.Name)} makes fewer on {better} images, {Html.Escape(other.Model.Name)} on {differing.Length - better}; on {mine.Length - differing.Length} of {mine.Length} both make as many. Left the first, right the second.</p>\n";
        return text + Legend() + "<div class=\"pictures large\">" + string.Concat(differing.Take(MostDiffering).Select((i, n) =>
        {
            EvaluatedImage one = _first.Figures.Matched.Images[i], two = other.Figures.Matched.Images[i];
            string pair = pictures.Pair(one, two, (_first.Score, other.Score), $"pair{n}", ($"{one.Image.Name} with what {_first.Model.Name} found", $"{one.Image.Name} with what {other.Model.Name} found"));
            return $"<figure>{pair}<figcaption><b>{Html.Escape(one.Image.Name)}</b>: {mine[i]} mistakes by {Html.Escape(_first.Model.Name)}, {theirs[i]} by {Html.Escape(other.Model.Name)}</figcaption></figure>\n";
        })) + "</div>\n";
    }

    private string Gallery(Pictures pictures, IReadOnlyList<Mistake> mistakes, bool isMiss)
    {
        if (mistakes.Count == 0)
            return "<p>None.</p>\n";
        string text = mistakes.Count > MostPictures ? $"<p class=\"soft\">{MostPictures} of {mistakes.Count}.</p>\n" : "";
        return text + Legend() + "<div class=\"pictures\">" + string.Concat(mistakes.Take(MostPictures).Select(mistake =>
        {
            string name = _classes[mistake.ClassId].Name;
            string what = isMiss ? MissText(mistake) : FalseAlarmText(mistake);
            string picture = pictures.Around(mistake.Image, mistake.Box, isMiss, _first.Score, $"{name} in {mistake.Image.Image.Name}, {what}");
            return $"<figure>{picture}<figcaption><b>{Html.Escape(name)}</b> {Html.Escape(what)}<br />{Html.Escape(mistake.Image.Image.Name)}, {mistake.Box.Width:0} × {mistake.Box.Height:0} px at {mistake.Box.X:0}, {mistake.Box.Y:0}</figcaption></figure>\n";
        })) + "</div>\n";
    }

    private string MissText(Mistake miss) =>
        (miss.TakenFor is { } other ? $"taken for {_classes[other].Name}; " : "") + (miss.Score > 0 ? $"found only at score {miss.Score:0.00}" : "not found at any score");

    private string FalseAlarmText(Mistake alarm) => $"at score {alarm.Score:0.00}; " + (alarm.TakenFor is { } other
        ? other == alarm.ClassId ? $"a {_classes[other].Name} is there, found already or not met well enough" : $"a {_classes[other].Name} is there"
        : "nothing is there");

    private static string Legend() =>
        "<ul class=\"legend\"><li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><rect class=\"truth\" x=\"1\" y=\"1\" width=\"24\" height=\"8\" /></svg>what is there</li>"
        + "<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><rect class=\"found\" x=\"1\" y=\"1\" width=\"24\" height=\"8\" /></svg>what was found at the score in use</li></ul>\n";

    private static double? Value(DetectorResult result, string key) => result.Figures.Figures.FirstOrDefault(figure => figure.Key == key).Value;
}
