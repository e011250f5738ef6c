using System.CommandLine;
using Edge.Domain.Inspection;
using Edge.Tool.Evaluation.DataSets;
using Edge.Tool.Packs;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Stations;

/// <summary><c>edgectl station evaluate</c>: what model, golden sample and both find in labelled pictures of parts, and what they find in good ones.</summary>
internal static class StationEvaluateCommand
{
    private static readonly GoldenOptions Golden = new();
    private static readonly FusionOptions Fusion = new();
    private static readonly Option<string> Data = new("--data") { Description = "Folder of labelled pictures (DeepPCB, YOLO, COCO or VOC), with a folder of templates in it, or as DeepPCB is published", Required = true };
    private static readonly Option<string> Pack = new("--pack", "--model") { Description = "The detector: a pack or an .onnx file; default: none, the comparison alone" };
    private static readonly Option<string> Templates = new("--templates") { Description = "Folder with a picture of a good part for each picture, by the same name; default: templates in the data's folder" };
    private static readonly Option<string> Format = new("--format") { Description = "yolo, coco, voc or deeppcb; default: what lies in the folder" };
    private static readonly Option<string[]> Groups = new("--group") { Description = "Only parts of these groups: the first five digits of DeepPCB's names, else the pictures' folder", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> List = new("--list") { Description = "File with the names of the pictures to use, one a line" };
    private static readonly Option<int> Skip = new("--skip") { Description = "Leave out this many pictures at the beginning, in the order of their names" };
    private static readonly Option<int?> Take = new("--take") { Description = "Use at most this many pictures" };
    private static readonly Option<float?> ModelScore = new("--score") { Description = "Score from which a find of the model counts alone, 0 to 1; default: the model's own" };
    private static readonly Option<float> ConfirmedScore = new("--confirmed-score") { Description = "Score from which it counts where the picture differs from its template", DefaultValueFactory = _ => Fusion.ConfirmedScore };
    private static readonly Option<float> ContradictedScore = new("--contradicted-score") { Description = "Score from which it counts where the picture is as its template; above 1 none does", DefaultValueFactory = _ => Fusion.ContradictedScore };
    private static readonly Option<float> DifferenceScore = new("--difference-score") { Description = "Score from which a difference counts that the model has no name for, 0 to 1", DefaultValueFactory = _ => Fusion.DifferenceScore };
    private static readonly Option<int> Tolerance = new("--tolerance") { Description = "How far an edge may lie from where the template has it, in pixels, 1 to 8", DefaultValueFactory = _ => Golden.EdgeTolerancePx };
    private static readonly Option<int> LocalShift = new("--local-shift") { Description = "How far features of a part may be displaced against each other, in pixels, 0 to 8", DefaultValueFactory = _ => Golden.LocalShiftPx };
    private static readonly Option<double> Difference = new("--difference") { Description = "Least difference of brightness, as a share of the template's contrast", DefaultValueFactory = _ => Golden.LeastDifference };
    private static readonly Option<int> Area = new("--area") { Description = "Least area of a difference beyond the tolerance, in square pixels", DefaultValueFactory = _ => Golden.LeastAreaPx };
    private static readonly Option<int> Variants = new("--variants") { Description = $"Pictures made of each template to count false rejects on ({TemplateVariant.Description})", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Finds = new("--finds") { Description = "Write all finds, labels and registrations to this file, one JSON object a picture (those made of templates have no image)" };
    private static readonly Option<string> Report = new("--report") { Description = "Write an HTML report with pictures to this file; it needs nothing else" };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads for one inference on the CPU; 0 is one for each core" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("evaluate", $"""
            Defects found by the model alone, by comparison with a picture of a good part alone, and by both, and what they find in good parts.
              A find meets a labelled defect when {FindRule.Description}.
              Good parts: each template as it is, and pictures made of it with {TemplateVariant.Description}.
              Examples:
                edgectl station evaluate --data deeppcb --pack models/pcb-inspector --report both.html
                edgectl station evaluate --data deeppcb --pack models/pcb-inspector --group 50600 --json
            """)
        {
            Data, Pack, Templates, Format, Groups, List, Skip, Take, ModelScore, ConfirmedScore, ContradictedScore, DifferenceScore, Tolerance, LocalShift, Difference, Area, Variants, Finds, Report, Threads, Json,
        };
        command.SetAction((parsed, _) => BadInput.GuardAsync(_ => Task.FromResult(Evaluate(parsed))));
        return command;
    }

    private static int Evaluate(ParseResult parsed)
    {
        string root = parsed.GetValue(Data)!;
        DataSet data = DataSetFormats.Open(root, DataSetFormats.Parse(parsed.GetValue(Format)));
        if (data.Format == DataSetFormat.Folders)
            throw new DataSetException($"{root}: a folder for each class has no labelled boxes; allowed: yolo, coco, voc, deeppcb");
        IReadOnlyList<LabelledImage> listed = new ImageSelection(parsed.GetValue(List)).Of(data);
        IReadOnlyList<LabelledImage> images = new ImageSelection(null, parsed.GetValue(Skip), parsed.GetValue(Take)).Stretch(InspectedParts.InGroups(listed, parsed.GetValue(Groups) ?? []));
        IReadOnlyList<InspectedPart> parts = InspectedParts.Of(root, images, parsed.GetValue(Templates));
        using var trial = new StationTrial(Settings(parsed, data), data, parsed.GetValue(Finds));
        TrialResult result = StepProgress.Follow(report => trial.Run(parts, report));
        if (parsed.GetValue(Json))
            Console.WriteLine(StationEvaluateJson.Of(result));
        else
            StationEvaluateText.Print(result);
        if (parsed.GetValue(Report) is { } path)
        {
            File.WriteAllText(path, new StationEvaluateReport(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root))), result).Create());
            Console.Error.WriteLine($"edgectl: report in {path}, {new FileInfo(path).Length / 1024} KiB");
        }

        return ExitStatus.Done;
    }

    private static TrialSettings Settings(ParseResult parsed, DataSet data)
    {
        var model = new ModelOptions { Threads = parsed.GetValue(Threads), FallbackLabels = [.. data.Classes.Select(item => item.Name)] };
        string? pack = parsed.GetValue(Pack);
        try
        {
            var settings = new TrialSettings
            {
                Model = pack,
                ModelOptions = model,
                Golden = Golden with { EdgeTolerancePx = parsed.GetValue(Tolerance), LocalShiftPx = parsed.GetValue(LocalShift), LeastDifference = parsed.GetValue(Difference), LeastAreaPx = parsed.GetValue(Area) },
                Fusion = Fusion with
                {
                    ModelScore = parsed.GetValue(ModelScore) ?? (pack is null ? Fusion.ModelScore : OwnScore(pack, model)),
                    ConfirmedScore = parsed.GetValue(ConfirmedScore),
                    ContradictedScore = parsed.GetValue(ContradictedScore),
                    DifferenceScore = parsed.GetValue(DifferenceScore),
                },
                Variants = parsed.GetValue(Variants) is >= 0 and <= 100 and var variants ? variants : throw new DataSetException($"--variants {parsed.GetValue(Variants)}; allowed: 0 to 100"),
            };
            settings.Golden.Check();
            settings.Fusion.Check();
            return settings;
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new DataSetException(e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>The score that the model ships with: only an open model tells it.</summary>
    private static float OwnScore(string pack, ModelOptions options)
    {
        using VisionModel model = VisionModel.Open(pack, options, NullLogger.Instance);
        return model.Definition.ScoreThreshold;
    }
}
