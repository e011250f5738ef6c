using System.CommandLine;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model pack</c>: makes a pack of a model, and of a classifier of its crops.</summary>
internal static class ModelPackCommand
{
    private static readonly Argument<string> Model = new("model") { Description = "An .onnx file; may be left out with --from", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string> From = new("--from") { Description = "A pack whose manifest and other files are taken over, with the model replaced: for a quantized or pruned one" };
    private static readonly Option<string> Out = new("--out") { Description = "Where it goes: FILE.pack (a zip), or a folder", Required = true };
    private static readonly Option<string> Name = new("--name") { Description = "Letters, digits, '.', '_' and '-'; default: the file's name" };
    private static readonly Option<string> Version = new("--version") { Description = "major.minor.patch; default: 1.0.0, or the next patch of --from" };
    private static readonly Option<string> Licence = new("--licence") { Description = "SPDX identifier of the model's licence, for example Apache-2.0" };
    private static readonly Option<float?> Score = new("--score") { Description = "Recommended least score, 0 to 1; default: 0.25" };
    private static readonly Option<float?> Nms = new("--nms") { Description = "Recommended overlap (IoU) above which the weaker of two boxes of a class is dropped; default: the family's" };
    private static readonly StageOptions Stage = new("", "yolox, yolox-decoded, nanodet, yolov8, ssd, classifier or classifier-probabilities");
    private static readonly Option<string> Classifier = new("--classifier") { Description = "An .onnx file: a second stage that says of which kind each found thing is" };
    private static readonly Option<float> Margin = new("--classifier-margin") { Description = "Surroundings in a crop: share of the box's longer side added on each side, 0 to 8", DefaultValueFactory = _ => 0.1f };
    private static readonly Option<float> KindScore = new("--classifier-score") { Description = "Least probability of a kind that is told, 0 to 1", DefaultValueFactory = _ => 0f };
    private static readonly StageOptions SecondStage = new("classifier-", "classifier, or classifier-probabilities for a graph that ends with softmax");
    private static readonly Option<string> Card = new("--card") { Description = "The model card, kept as README.md" };
    private static readonly Option<string[]> Golden = new("--golden") { Description = "Pictures whose outputs the model must give again wherever it is opened; default: a drawn one", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string[]> Accuracy = new("--accuracy") { Description = "What was measured: METRIC=VALUE@DATASET, any number of times", DefaultValueFactory = _ => [] };
    private static readonly Option<string> Key = new("--key") { Description = "Sign with this private key ('edgectl key new' makes one)" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("pack", """
            Makes a pack: the model with its manifest, labels, thresholds, golden vectors and hashes, in one file or folder.
              What the model's shapes tell needs no option. The result is opened in a child process, as an agent would, before it is written.
              Example: edgectl model pack yolox_nano.onnx --licence Apache-2.0 --accuracy 'AP=0.258@COCO val2017' --golden street.jpg --out yolox-nano.pack
              Example: edgectl model pack defects.onnx --labels labels.txt --classifier kinds.onnx --classifier-labels kinds.txt --licence MIT --out inspector/
              Example: edgectl model pack yolox_nano_int8.onnx --from yolox-nano.pack --out yolox-nano-int8.pack
            """)
        {
            Model, From, Out, Name, Version, Licence, Score, Nms,
        };
        foreach (Option option in Stage.All)
            command.Add(option);
        foreach (Option option in SecondStage.All.Prepend(KindScore).Prepend(Margin).Prepend(Classifier))
            command.Add(option);
        foreach (Option option in (Option[])[Card, Golden, Accuracy, Key, Json])
            command.Add(option);
        command.SetAction(parsed => BadInput.GuardAsync(async cancellationToken =>
        {
            Pack pack = await PackMaker.MakeAsync(Read(parsed), cancellationToken);
            PackReport.Print(pack, parsed.GetValue(Json));
            return ExitStatus.Done;
        }));
        return command;
    }

    private static PackRequest Read(ParseResult parsed) => new()
    {
        ModelPath = parsed.GetValue(Model),
        FromPath = parsed.GetValue(From),
        OutPath = parsed.GetValue(Out)!,
        Name = parsed.GetValue(Name),
        Version = parsed.GetValue(Version),
        Licence = parsed.GetValue(Licence),
        Model = Stage.Read(parsed) with { ScoreThreshold = parsed.GetValue(Score), NmsThreshold = parsed.GetValue(Nms) },
        Classifier = parsed.GetValue(Classifier) is { } path
            ? new ClassifierRequest(path, SecondStage.Read(parsed), parsed.GetValue(Margin), parsed.GetValue(KindScore))
            : null,
        CardPath = parsed.GetValue(Card),
        GoldenImages = parsed.GetValue(Golden)!,
        Accuracy = [.. parsed.GetValue(Accuracy)!.Select(StageOptions.ReadAccuracy)],
        KeyPath = parsed.GetValue(Key),
    };
}
