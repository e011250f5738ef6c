using System.CommandLine;
using Edge.Tool.Bench;
using Edge.Tool.Comparison;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;
using Edge.Tool.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model compare</c>: size, work, accuracy and speed of several detectors in one table, measured in one run.</summary>
internal static class ModelCompareCommand
{
    private static readonly Argument<string[]> Models = new("model") { Description = "ONNX files or packs; the first is what the others are compared with", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Data = new("--data") { Description = "Labelled images, as for 'model evaluate'", Required = true };
    private static readonly Option<string> Format = new("--format") { Description = "yolo, coco, voc or deeppcb; default: what lies in the folder" };
    private static readonly Option<string> Protocol = new("--protocol") { Description = "coco, voc or deeppcb; default: the one of the data's format" };
    private static readonly Option<string> List = new("--list") { Description = "File with the names of the images to use, one a line" };
    private static readonly Option<int> Skip = new("--skip") { Description = "Leave out this many images at the beginning" };
    private static readonly Option<int?> Take = new("--take") { Description = "Use at most this many images" };
    private static readonly Option<float?> Score = new("--score") { Description = "Score from which a box counts in the F-score, 0 to 1; default: each model's own" };
    private static readonly Option<float?> Nms = new("--nms") { Description = "Overlap (IoU) above which the weaker of two boxes of a class is dropped; default: each model's own" };
    private static readonly Option<string> Images = new("--images") { Description = "Folder of pictures for the speed end to end, from the compressed picture to boxes on two cores; default: it is not measured" };
    private static readonly Option<string> Labels = new("--labels") { Description = "File of class names, one a line, for bare .onnx files that have none", DefaultValueFactory = _ => "" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds of the speed measurement; each goes through all models once, 1 to 10000", DefaultValueFactory = _ => 20 };
    private static readonly Option<bool> Markdown = new("--markdown") { Description = "The table in Markdown, for a model card" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("compare", """
            Several detectors in one table: size, parameters, multiply-accumulates, accuracy on the same images, and speed measured in turns.
              Example: edgectl model compare dense.onnx pruned.onnx dense-int8.onnx inspector.pack --data boards --protocol deeppcb --markdown
            """)
        {
            Models, Data, Format, Protocol, List, Skip, Take, Score, Nms, Images, Labels, Rounds, Markdown, Json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(cancellationToken => CompareAsync(parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> CompareAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] models = parsed.GetValue(Models)!;
        if (models.Distinct(StringComparer.Ordinal).Count() != models.Length)
            throw new BenchException("a model is named twice; allowed: each once");
        if (parsed.GetValue(Rounds) is < 1 or > 10_000)
            throw new BenchException($"--rounds is {parsed.GetValue(Rounds)}; allowed: 1 to 10000");
        if (parsed.GetValue(Score) is not (null or (>= 0 and <= 1)))
            throw new BenchException($"--score is {parsed.GetValue(Score)}; allowed: 0 to 1");
        string labels = parsed.GetValue(Labels)!;
        IReadOnlyList<DetectorResult> accuracy = Evaluate(parsed, models);
        ModelInspection[] contents = [.. models.Select(model => ModelInspectCommand.Inspect(model, new ModelOptions { Providers = ["cpu"], LabelsFile = labels }))];
        IReadOnlyList<BenchResult> speed = await BenchAsync(models, labels, threads: 1, images: null, parsed.GetValue(Rounds), cancellationToken);
        IReadOnlyList<BenchResult>? whole = parsed.GetValue(Images) is { } images
            ? await BenchAsync(models, labels, threads: 2, images, Math.Min(parsed.GetValue(Rounds), 5), cancellationToken)
            : null;
        ComparedModel[] compared = [.. models.Select((model, i) => new ComparedModel(model, contents[i], accuracy[i], speed[i], whole?[i]))];
        ComparisonForm form = parsed.GetValue(Json) ? ComparisonForm.Json : parsed.GetValue(Markdown) ? ComparisonForm.Markdown : ComparisonForm.Table;
        ComparisonReport.Print(MachineFacts.Read(), compared, form);
        return ExitStatus.Done;
    }

    private static IReadOnlyList<DetectorResult> Evaluate(ParseResult parsed, string[] models)
    {
        DataSet data = DataSetFormats.Open(parsed.GetValue(Data)!, DataSetFormats.Parse(parsed.GetValue(Format)));
        IReadOnlyList<LabelledImage> images = new ImageSelection(parsed.GetValue(List), parsed.GetValue(Skip), parsed.GetValue(Take)).Of(data);
        EvaluationProtocol protocol = EvaluationProtocols.Parse(parsed.GetValue(Protocol), data.Format);
        return DetectorEvaluation.Run(
            models,
            new EvaluationSettings
            {
                Protocol = protocol,
                Model = new ModelOptions
                {
                    LabelsFile = parsed.GetValue(Labels)!,
                    NmsThreshold = parsed.GetValue(Nms),
                    AllClasses = protocol != EvaluationProtocol.DeepPcb,
                    FallbackLabels = [.. data.Classes.Select(item => item.Name)],
                },
                Score = parsed.GetValue(Score),
            },
            data,
            images,
            detectionsPath: null);
    }

    private static Task<IReadOnlyList<BenchResult>> BenchAsync(string[] models, string labels, int threads, string? images, int rounds, CancellationToken cancellationToken) =>
        ModelBenchCommand.RunAsync(
            new PairedBench(rounds, TimeSpan.FromSeconds(0.25), TimeProvider.System),
            [.. models.Select(model => new BenchSubject(model, "cpu", threads, "", labels, images))],
            cancellationToken);
}
