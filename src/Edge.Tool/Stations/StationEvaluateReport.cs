using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;
using Edge.Tool.Reports;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Tool.Stations;

/// <summary>The report on an evaluation of inspection: one HTML file that needs nothing else.</summary>
internal sealed class StationEvaluateReport(string dataName, TrialResult result)
{
    private const int MostPictures = 18;
    private const float LeastSidePx = 120;
    private readonly Inspector _last = result.Inspectors[^1];

    /// <summary>The file's text.</summary>
    /// <exception cref="Edge.Vision.Images.ImageFormatException">A picture can't be read any more.</exception>
    public string Create()
    {
        InspectionTally any = result.All.Tested[Inspector.Golden];
        FusionOptions fusion = result.Settings.Fusion;
        GoldenOptions golden = result.Settings.Golden;
        string model = result.Model is null ? "Without a model." : $"{result.Model.Name} {result.Model.Version} (sha256:{result.Model.Digest[..12]}…), alone at score {fusion.ModelScore:0.###}, confirmed by a difference at {fusion.ConfirmedScore:0.###}.";
        string lead = $"{any.Parts} parts with {any.Labelled.Sum()} labelled defects. {model} Comparison: edges may be off by {golden.EdgeTolerancePx} px, neighbourhoods by {golden.LocalShiftPx} px more,"
            + $" differences from {golden.LeastDifference:0.##} of the contrast and {golden.LeastAreaPx} px², told from score {fusion.DifferenceScore:0.###}. A find meets a defect when {FindRule.Description}.";
        using var pictures = new Pictures();
        return ReportPage.Of($"Inspection of {dataName}", lead,
        [
            ("found", "Defects found", Classes()),
            ("groups", "Groups", result.Groups.Count > 1 ? Groups() : ""),
            ("good", "Good parts", GoodParts() + $"<p>{Html.Escape(StationEvaluateText.Registration(result))}</p>\n"),
            ("misses", $"Missed by {Words(_last)}", Gallery(pictures, Misses(), "Nothing was missed.")),
            ("false", $"False finds of {Words(_last)}", Gallery(pictures, FalseFinds(), "None.")),
            ("unnamed", "Defects that the model has no name for", result.Model is null ? "" : Gallery(pictures, Unnamed(), "None.")),
        ], "edgectl station evaluate");
    }

    private static string Words(Inspector inspector) => inspector switch
    {
        Inspector.Model => "the model alone",
        Inspector.Golden => "the comparison alone",
        _ => "both",
    };

    private string Classes()
    {
        string[] columns = ["class", "defects", .. result.Inspectors.Select(inspector => $"found by {Words(inspector)}"), .. Naming().Select(inspector => $"named by {Words(inspector)}")];
        IEnumerable<IReadOnlyList<string>> rows = result.Classes.Select((item, i) => (item, i)).Where(pair => Any.Labelled[pair.i] > 0)
            .Select(pair => Row(pair.item.Name, tally => tally.Labelled[pair.i], tally => tally.Found[pair.i], tally => tally.Named[pair.i]))
            .Append(Row("all", tally => tally.Labelled.Sum(), tally => tally.Found.Sum(), tally => tally.Named.Sum()));
        return Html.Table("Labelled defects that were found, and of those the ones with the right class", columns, rows)
            + Html.Table("Parts", ["", .. result.Inspectors.Select(Words)],
            [
                Line("false finds a part", tally => ((double)tally.False / tally.Parts).ToString("0.000")),
                Line("parts with a false find", tally => StationEvaluateText.Share(tally.FalseParts, tally.Parts)),
                Line("parts with a miss", tally => StationEvaluateText.Share(tally.PartsWithMisses, tally.Parts)),
                Line("defective parts that pass", tally => StationEvaluateText.Share(tally.Escaped, tally.Parts)),
            ]);
    }

    private string Groups() => Html.Table(
        "Defects found and false finds a part, by group",
        ["group", "parts", "defects", .. result.Inspectors.SelectMany(inspector => new[] { $"found by {Words(inspector)}", "false a part" })],
        result.Groups.Select(group => (IReadOnlyList<string>)
        [
            Html.Escape(group.Name), group.Tested[_last].Parts.ToString(), group.Tested[_last].Labelled.Sum().ToString(),
            .. result.Inspectors.SelectMany(inspector => new[]
            {
                StationEvaluateText.Share(group.Tested[inspector].Found.Sum(), group.Tested[inspector].Labelled.Sum()),
                ((double)group.Tested[inspector].False / group.Tested[inspector].Parts).ToString("0.000"),
            }),
        ]));

    private string GoodParts() => Html.Table(
        $"Good parts that were rejected; pictures made of templates: {TemplateVariant.Description}",
        ["pictures", "number", .. result.Inspectors.Select(Words)],
        new[] { ("templates as they are", result.All.Templates), ("made of templates", result.All.Variants) }.Where(item => item.Item2[_last].Parts > 0).Select(item => (IReadOnlyList<string>)
        [
            item.Item1, item.Item2[_last].Parts.ToString(), .. result.Inspectors.Select(inspector => StationEvaluateText.Share(item.Item2[inspector].Rejected, item.Item2[inspector].Parts)),
        ]));

    private InspectionTally Any => result.All.Tested[Inspector.Golden];

    private IEnumerable<Inspector> Naming() => result.Inspectors.Where(inspector => inspector != Inspector.Golden);

    private IReadOnlyList<string> Row(string name, Func<InspectionTally, int> labelled, Func<InspectionTally, int> found, Func<InspectionTally, int> named) =>
    [
        Html.Escape(name), labelled(Any).ToString(),
        .. result.Inspectors.Select(inspector => StationEvaluateText.Share(found(result.All.Tested[inspector]), labelled(Any))),
        .. Naming().Select(inspector => StationEvaluateText.Share(named(result.All.Tested[inspector]), labelled(Any))),
    ];

    private IReadOnlyList<string> Line(string name, Func<InspectionTally, string> value) => [name, .. result.Inspectors.Select(inspector => value(result.All.Tested[inspector]))];

    private List<Shown> Misses() =>
    [
        .. result.Pictures.SelectMany(picture => picture.Labels
            .Where(label => !picture.Inspection.By(_last).Any(find => FindRule.Meets(find.Box, label.Box)))
            .Select(label => new Shown(picture, label.Box, true, result.Classes[label.ClassId].Name, picture.Inspection.Comparison.IsRegistered ? "" : "not registered"))),
    ];

    private List<Shown> FalseFinds() =>
    [
        .. result.Pictures.SelectMany(picture => picture.Inspection.By(_last)
            .Where(find => !picture.Labels.Any(label => FindRule.Meets(find.Box, label.Box)))
            .Select(find => new Shown(picture, find.Box, false, find.Class, $"at score {find.Score:0.00}")))
            .OrderByDescending(shown => shown.What),
    ];

    private List<Shown> Unnamed() =>
    [
        .. result.Pictures.SelectMany(picture => picture.Inspection.Both
            .Where(find => find.Finder == DefectFinder.Golden && picture.Labels.Any(label => FindRule.Meets(find.Box, label.Box)))
            .Select(find => new Shown(picture, find.Box, false, find.Class, $"at score {find.Score:0.00}, labelled {LabelOf(picture, find)}"))),
    ];

    private string LabelOf(InspectedPicture picture, Defect find) => result.Classes[picture.Labels.First(label => FindRule.Meets(find.Box, label.Box)).ClassId].Name;

    private string Gallery(Pictures pictures, List<Shown> all, string none)
    {
        if (all.Count == 0)
            return $"<p>{none}</p>\n";
        string text = all.Count > MostPictures ? $"<p class=\"soft\">{MostPictures} of {all.Count}.</p>\n" : "";
        return text + "<p class=\"soft\">Left the part, right its template at the same place. Drawn through: what is there; dashed: what was found.</p>\n<div class=\"pictures large\">"
            + string.Concat(all.Take(MostPictures).Select(shown => Figure(pictures, shown))) + "</div>\n";
    }

    private string Figure(Pictures pictures, Shown shown)
    {
        InspectedPicture picture = shown.Picture;
        var image = new EvaluatedImage(picture.Part.Image, picture.Size, picture.Labels, [.. picture.Inspection.By(_last).Select(find => new Detection(0, find.Score, find.Box))]);
        string part = pictures.Around(image, shown.Box, shown.IsTruth, 0, $"{shown.Class} in {picture.Part.Image.Name}");
        // As much of the template as of the part.
        float side = Math.Max(LeastSidePx, 3 * Math.Max(shown.Box.Width, shown.Box.Height)) / 1.2f;
        PointPx center = shown.Box.Center;
        BoxPx around = new BoxPx(center.X - (side / 2), center.Y - (side / 2), side, side).ClipTo(picture.Size);
        string good = pictures.Of(new LabelledImage(0, picture.Part.Image.Name, picture.Part.TemplatePath, ""), around, $"the template of {picture.Part.Image.Name}");
        return $"<figure><div class=\"pair\">{part}{good}</div><figcaption><b>{Html.Escape(shown.Class)}</b> {Html.Escape(shown.What)}<br />{Html.Escape(picture.Part.Image.Name)},"
            + $" {shown.Box.Width:0} × {shown.Box.Height:0} px at {shown.Box.X:0}, {shown.Box.Y:0}</figcaption></figure>\n";
    }

    private sealed record Shown(InspectedPicture Picture, BoxPx Box, bool IsTruth, string Class, string What);
}
