using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Reports;
using Edge.Vision.Anomaly;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Teaching;

/// <summary>The report on what was taught: one HTML file that needs nothing else.</summary>
internal sealed class TeachReport(TeachResult result, AnomalyTrialResult? trial)
{
    private const int MostPictures = 12;
    private const int PicturePx = 420;
    private const int Quality = 80;
    private const int Bars = 30;

    /// <summary>The file's text.</summary>
    /// <exception cref="ImageFormatException">A picture can't be read any more.</exception>
    public string Create()
    {
        PackManifest manifest = result.Pack.Manifest;
        string lead = $"{result.Pictures.Files.Count} pictures of good parts, {result.Pictures.Size} pixels; memory of {result.Patches.Kept} patches. "
            + $"Scores are in units of the threshold: past 1, a part is anomalous. Pack sha256:{result.Pack.Digest[..12]}….";
        using FramePool pool = new();
        return ReportPage.Of($"{manifest.Name} {manifest.Version}, taught by good parts", lead,
        [
            ("figures", "Figures", Tiles()),
            ("scores", "Scores", Scores()),
            ("roc", "Good against bad", trial is null ? "" : Roc(trial)),
            ("worst", "The good pictures that look least like the others", Worst(pool)),
            ("missed", "Bad pictures with the lowest scores", trial is null ? "" : Judged(pool, trial.Pictures.Where(picture => !picture.IsGood).OrderBy(picture => picture.Score))),
            ("false", "Good pictures of the test with the highest scores", trial is null ? "" : Judged(pool, trial.Pictures.Where(picture => picture.IsGood).OrderByDescending(picture => picture.Score))),
        ]);
    }

    private string Tiles()
    {
        ScoreCalibration decides = result.Decides;
        List<(string Name, string Value, string More)> tiles =
        [
            ("false rejects, set for", $"{100 * result.Pack.Manifest.Anomaly!.FalseRejects:0.##} %", $"95 % interval {100 * decides.Low:0.##} to {100 * decides.High:0.##} %"),
            ("good pictures past the threshold", $"{decides.Rejected}", $"of {decides.Good.Count}, each by a memory without it"),
            ("drawn flaws found", $"{100 * decides.FlawsFound:0.#} %", $"one small flaw on each of {decides.Flawed.Count} pictures; the {decides.Name} score decides"),
        ];
        if (trial is not null)
        {
            tiles.Add(("AUROC", $"{trial.Auroc:0.000}", $"{trial.Good.Count} good and {trial.Bad.Count} bad pictures, none taught"));
            tiles.Add(("bad pictures found", $"{trial.Found}", $"of {trial.Bad.Count}; {trial.FalselyRejected} of {trial.Good.Count} good ones rejected"));
        }

        return "<div class=\"tiles\">" + string.Concat(tiles.Select(tile => $"<div class=\"tile\"><span>{Html.Escape(tile.Name)}</span><b>{Html.Escape(tile.Value)}</b><span>{Html.Escape(tile.More)}</span></div>")) + "</div>\n"
            + Html.Table("Both scores", ["score", "threshold", "good pictures past it", "drawn flaws found, %", "AUROC of drawn flaws"], result.Scores.Select(score => (IReadOnlyList<string>)[score.Name, $"{score.Threshold:0.##}", $"{score.Rejected} of {score.Good.Count}", $"{100 * score.FlawsFound:0.#}", $"{score.Separation:0.000}"]));
    }

    private string Scores()
    {
        double threshold = result.Decides.Threshold;
        string taught = Bar("Taught pictures, each by a memory without it", ("as they are", "with a drawn flaw"), [.. result.Decides.Good.Select(score => score / threshold)], [.. result.Decides.Flawed.Select(score => score / threshold)]);
        return $"<div class=\"plots wide\">{taught}{(trial is null ? "" : Bar("Pictures of the test", ("good", "bad"), trial.Good, trial.Bad))}</div>\n";
    }

    private static string Bar(string title, (string Lower, string Upper) names, IReadOnlyList<double> lower, IReadOnlyList<double> upper)
    {
        double end = Math.Max(2, Math.Min(4, lower.Concat(upper).Max())), width = end / Bars;
        int In(IReadOnlyList<double> scores, int bar) => scores.Count(score => Math.Min((int)(score / width), Bars - 1) == bar);
        return Histogram.Of(title, "score, in units of the threshold; the last bar holds all beyond", names, [.. Enumerable.Range(0, Bars).Select(bar => ($"{bar * width:0.0}", In(lower, bar), In(upper, bar)))]);
    }

    private static string Roc(AnomalyTrialResult trial)
    {
        IReadOnlyList<(double FalseRate, double TrueRate)> points = trial.Roc();
        LinePlot.Curve curve = new("one", LinePlot.Thin([.. points.Select(point => (point.FalseRate, point.TrueRate))], 200), (trial.FalselyRejected / (double)trial.Good.Count, trial.Found / (double)trial.Bad.Count));
        string numbers = Html.Numbers("Bad parts found, in percent", ["good parts rejected, at most, %", "found"], new[] { 0, 1, 2, 5, 10, 20, 50 }.Select(percent => (IReadOnlyList<string>)
            [$"{percent}", Html.Percent(points.Where(point => point.FalseRate <= percent / 100.0).Max(point => point.TrueRate))]));
        return $"<div class=\"plots\"><figure class=\"plot\"><figcaption>ROC; the dot is the threshold</figcaption>{LinePlot.Of($"ROC curve with an area of {trial.Auroc:0.000}", "good parts rejected", "bad parts found", [curve])}{numbers}</figure></div>\n";
    }

    private string Worst(FramePool pool) => Gallery(result.Maps
        .Select((map, picture) => (Path: result.Pictures.Files[picture], Map: AnomalyMap.Of(result.Pictures.Size, result.Grid.Width, result.Grid.Height, map)))
        .OrderByDescending(one => one.Map.Score)
        .Take(MostPictures)
        .Select(one => (one.Path, one.Map)), pool);

    private string Judged(FramePool pool, IEnumerable<TrialPicture> pictures)
    {
        using PatchModel model = PatchModel.Open(result.Pack, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        using PatchDetector detector = model.CreateDetector();
        return Gallery(pictures.Take(MostPictures).Select(picture =>
        {
            AnomalyMap map = new();
            using Frame frame = ImageCodec.Load(picture.Path, pool);
            detector.Judge(frame.View, map);
            return (picture.Path, map);
        }), pool);
    }

    private static string Gallery(IEnumerable<(string Path, AnomalyMap Map)> pictures, FramePool pool) =>
        "<div class=\"pictures large\">" + string.Concat(pictures.Select(one =>
        {
            string title = $"{Path.GetFileName(one.Path)}: {one.Map.Score:0.00}";
            return $"<figure>{Picture(one.Path, one.Map, title, pool)}<figcaption><b>{Html.Escape(Path.GetFileName(one.Path))}</b> score {one.Map.Score:0.00}</figcaption></figure>\n";
        })) + "</div>\n";

    private static string Picture(string path, AnomalyMap map, string title, FramePool pool)
    {
        using Frame frame = ImageCodec.Load(path, pool);
        double scale = Math.Min(1, (double)PicturePx / Math.Max(frame.Width, frame.Height));
        SizePx size = new(Math.Max(1, (int)(frame.Width * scale)), Math.Max(1, (int)(frame.Height * scale)));
        using Frame small = ImageCodec.Resize(frame.View, size, pool);
        HeatMap.Blend(small.View, map);
        return $"<svg viewBox=\"0 0 {size.Width} {size.Height}\" role=\"img\" aria-label=\"{Html.Escape(title)}\"><image width=\"{size.Width}\" height=\"{size.Height}\" href=\"data:image/jpeg;base64,{Convert.ToBase64String(ImageCodec.EncodeJpeg(small.View, Quality))}\" /></svg>";
    }
}
