using Edge.Tool.Evaluation.Classifiers;

namespace Edge.Tool.Reports;

/// <summary>The report on a classifier, or on two on the same pictures: one HTML file that needs nothing else.</summary>
internal sealed class ClassifierReport(string dataName, IReadOnlyList<ClassifierResult> results)
{
    private const int MostPictures = 24;
    private const int MostCurves = 24;
    private const int MostPoints = 200;
    private static readonly string[] Styles = ["one", "two"];
    private readonly ClassifierResult _first = results[0];
    private readonly ClassifierResult? _other = results.Count > 1 ? results[1] : null;
    private readonly string[] _names = [.. results[0].Figures.Classes.Select(c => c.Name)];

    /// <summary>The file's text.</summary>
    /// <exception cref="Edge.Vision.Images.ImageFormatException">An image of the set can't be read any more.</exception>
    public string Create()
    {
        string title = _other is null ? $"{_first.Model.Name} on {dataName}" : $"{_first.Model.Name} and {_other.Model.Name} on {dataName}";
        string lead = $"{_first.Figures.Samples.Count} pictures of {_names.Length} classes. "
            + string.Join(" ", results.Select(result => $"{result.Model.Name}{(result.Model.Version.Length > 0 ? " " + result.Model.Version : "")} (sha256:{result.Model.Digest[..12]}…)."));
        using var pictures = new Pictures();
        return ReportPage.Of(title, lead,
        [
            ("figures", "Figures", Tiles() + FigureTable()),
            ("classes", "Classes", string.Concat(results.Select(ClassTable))),
            ("confusion", "What is taken for what", string.Concat(results.Select(result => ConfusionTable.Of($"{result.Model.Name}: pictures by what they show and what was said", _names, _names, result.Figures.Confusion, _names.Length)))),
            ("curves", "ROC curves, one class against the rest", Curves()),
            ("differences", "Pictures on which the models differ", _other is null ? "" : Differences(pictures, _other)),
            ("mistakes", _other is null ? "Worst mistakes" : $"Worst mistakes of {_first.Model.Name}", Gallery(
                pictures, [.. _first.Figures.Samples.Where(sample => sample.Predicted != sample.Truth).OrderByDescending(sample => sample.Score)], sample => Said(sample))),
        ]);
    }

    private string Tiles() => "<div class=\"tiles\">" + string.Concat(_first.Figures.Figures.Select((figure, i) =>
    {
        string against = _other is null ? "" : $"<span>{Html.Points(figure.Value, _other.Figures.Figures[i].Value)} against {Html.Escape(_other.Model.Name)}</span>";
        return $"<div class=\"tile\"><span>{Html.Escape(figure.Title)}</span><b>{Html.Figure(figure.Value)} %</b>{against}</div>";
    })) + "</div>\n";

    private string FigureTable() => _other is null ? "" : Html.Table(
        "All figures, in percent",
        ["figure", _first.Model.Name, _other.Model.Name, "difference"],
        _first.Figures.Figures.Select((figure, i) => new[] { Html.Escape(figure.Title), Html.Figure(figure.Value), Html.Figure(_other.Figures.Figures[i].Value), Html.Points(figure.Value, _other.Figures.Figures[i].Value) }));

    private static string ClassTable(ClassifierResult result) => Html.Table(
        $"{result.Model.Name}: by class, in percent",
        ["class", "pictures", "precision", "recall", "F1", "ROC-AUC"],
        result.Figures.Classes.Select(c => new[] { Html.Escape(c.Name), c.Samples.ToString(), Html.Percent(c.Precision), Html.Percent(c.Recall), Html.Percent(c.F1), Html.Percent(c.RocAuc) }));

    private string Curves()
    {
        int[] shown = [.. Enumerable.Range(0, _names.Length).Where(id => _first.Figures.Classes[id].RocAuc is not null).OrderBy(id => _first.Figures.Classes[id].RocAuc).Take(MostCurves).Order()];
        string legend = _other is null ? "" : $"<ul class=\"legend\">{string.Concat(results.Select((result, i) => $"<li><svg viewBox=\"0 0 26 10\" aria-hidden=\"true\"><line class=\"{Styles[i]}\" x2=\"26\" y1=\"5\" y2=\"5\" /></svg>{Html.Escape(result.Model.Name)}</li>"))}</ul>\n";
        return shown.Length == 0 ? "" : legend + "<div class=\"plots\">" + string.Concat(shown.Select(id =>
        {
            LinePlot.Curve[] curves = [.. results.Select((result, i) => new LinePlot.Curve(Styles[i], LinePlot.Thin(result.Figures.Roc(id), MostPoints)))];
            string text = $"{_names[id]}: " + string.Join("; ", results.Select(result => $"{result.Model.Name} has an area of {Html.Percent(result.Figures.Classes[id].RocAuc)} percent"));
            string numbers = Html.Numbers(
                $"{_names[id]}: share of its pictures recognised, in percent",
                ["others taken for it, at most", .. results.Select(result => result.Model.Name)],
                new[] { 0, 1, 2, 5, 10, 20, 50 }.Select(percent => (IReadOnlyList<string>)
                    [$"{percent}", .. results.Select(result => Html.Percent(result.Figures.Roc(id).Where(point => point.FalseRate <= percent / 100.0).Max(point => point.TrueRate)))]));
            return $"<figure class=\"plot\"><figcaption>{Html.Escape(_names[id])}</figcaption>{LinePlot.Of(text, "others taken for it", "recognised", curves)}{numbers}</figure>\n";
        })) + "</div>\n";
    }

    private string Differences(Pictures pictures, ClassifierResult other)
    {
        var pairs = _first.Figures.Samples.Zip(other.Figures.Samples).ToArray();
        int better = pairs.Count(pair => pair.First.Predicted == pair.First.Truth && pair.Second.Predicted != pair.Second.Truth);
        int worse = pairs.Count(pair => pair.First.Predicted != pair.First.Truth && pair.Second.Predicted == pair.Second.Truth);
        string text = $"<p>Only {Html.Escape(_first.Model.Name)} is right on {better} pictures, only {Html.Escape(other.Model.Name)} on {worse}, of {pairs.Length}.</p>\n";
        Dictionary<ClassifierSample, ClassifierSample> second = pairs.ToDictionary(pair => pair.First, pair => pair.Second);
        return text + Gallery(
            pictures,
            [.. pairs.Where(pair => pair.First.Predicted != pair.Second.Predicted).OrderByDescending(pair => Math.Abs(pair.First.Probabilities[pair.First.Truth] - pair.Second.Probabilities[pair.First.Truth])).Select(pair => pair.First)],
            sample => $"{_first.Model.Name}: {Said(sample)}; {other.Model.Name}: {Said(second[sample])}");
    }

    private string Gallery(Pictures pictures, IReadOnlyList<ClassifierSample> samples, Func<ClassifierSample, string> said)
    {
        if (samples.Count == 0)
            return "<p>None.</p>\n";
        string text = samples.Count > MostPictures ? $"<p class=\"soft\">{MostPictures} of {samples.Count}.</p>\n" : "";
        return text + "<div class=\"pictures\">" + string.Concat(samples.Take(MostPictures).Select(sample =>
        {
            string what = said(sample);
            string picture = pictures.Of(sample.Image, sample.Box, $"{_names[sample.Truth]} in {sample.Image.Name}, {what}");
            return $"<figure>{picture}<figcaption><b>{Html.Escape(_names[sample.Truth])}</b>: {Html.Escape(what)}<br />{Html.Escape(sample.Image.Name)}</figcaption></figure>\n";
        })) + "</div>\n";
    }

    private string Said(ClassifierSample sample) => sample.Predicted < 0 ? "nothing said" : $"taken for {_names[sample.Predicted]} at {100 * sample.Score:0} %";
}
