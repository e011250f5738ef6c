using System.CommandLine;
using System.Text.Json;
using Edge.Tool.Onnx;
using Edge.Tool.Pruning;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model prune</c>: takes whole channels out of a model, and fits the weights that are left.</summary>
internal static class ModelPruneCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "An .onnx file or a pack" };
    private static readonly Option<string> Calibrate = new("--calibrate") { Description = "Folder of pictures like those that the model will see (no labels needed)", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "The pruned .onnx file; default: MODEL with -pruned before its ending, in the current folder" };
    private static readonly Option<string> Cut = new("--cut") { Description = "Write the model with the channels cut out and nothing fitted to this file, too: shows what reconstruction brings" };
    private static readonly Option<double?> Macs = new("--macs") { Description = "Part of the multiply-accumulates that stays, such as 0.8" };
    private static readonly Option<string> Reduce = new("--reduce") { Description = "Part of the multiply-accumulates that goes, such as 20%" };
    private static readonly Option<string> Latency = new("--latency") { Description = "Measured time of one run on this machine: a part of the dense model's, such as 0.8, or such as 12ms" };
    private static readonly Option<string> ImportanceOf = new("--importance") { Description = "How channels are chosen: reconstruction (what those who take a channel lose after adjustment), magnitude, bn-scale or activation", DefaultValueFactory = _ => "reconstruction" };
    private static readonly Option<bool> Reconstruct = new("--reconstruct") { Description = "Fit the weights that are left by least squares on the pictures (the default)" };
    private static readonly Option<bool> NoReconstruct = new("--no-reconstruct") { Description = "Only cut" };
    private static readonly Option<bool> NoScan = new("--no-sensitivity") { Description = "Do not measure how sensitive the outputs are to each group: all count alike, which is quicker and worse" };
    private static readonly Option<int> Images = new("--images") { Description = "Most pictures: the first by name", DefaultValueFactory = _ => 48 };
    private static readonly Option<int> ScanImages = new("--sensitivity-images") { Description = "Pictures on which sensitivity is measured", DefaultValueFactory = _ => 12 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds in which --macs or --reduce is reached; each looks anew at what is left", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> RoundTo = new("--round-to") { Description = "Channels that stay are a multiple of this, as kernels like: 1, 4, 8 or 16", DefaultValueFactory = _ => 4 };
    private static readonly Option<double> MinChannels = new("--min-channels") { Description = "Least part of a layer's channels that stays, 0 to 1", DefaultValueFactory = _ => 0.25 };
    private static readonly Option<double> Ridge = new("--ridge") { Description = "How strongly the fitted weights are held at what they were, as a part of each input's variance", DefaultValueFactory = _ => 1e-3 };
    private static readonly Option<double> Focus = new("--focus") { Description = "How much more than the whole picture the things that a detector finds count in the fit; 0, the default, weighs all places alike", DefaultValueFactory = _ => 0 };
    private static readonly Option<string[]> Keep = new("--keep") { Description = "Nodes whose outputs stay whole, by name", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private static readonly Option<string> Decoder = new("--decoder") { Description = "yolox, nanodet, yolov8 or ssd, where a bare .onnx file fits more than one", DefaultValueFactory = _ => "" };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads for one inference where time is measured; 0 is one for each core" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        Command command = new("prune", """
            Takes whole channels out of a model until it needs fewer multiply-accumulates or less time, without training.
              Which channels hang together is found in the graph; what is not understood stays, and is listed with the reason.
              The weights that are left are then fitted by least squares, layer by layer, so that each layer gives what it gave before.
              Measure what it cost with 'edgectl model evaluate', on other pictures than those.
              Example: edgectl model prune yolox_nano_416.onnx --calibrate coco128 --reduce 20% --out smaller.onnx
            """)
        {
            Model, Calibrate, Out, Cut, Macs, Reduce, Latency, ImportanceOf, Reconstruct, NoReconstruct, NoScan, Images, ScanImages,
            Rounds, RoundTo, MinChannels, Ridge, Focus, Keep, Decoder, Threads, Json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Prune(parsed);
            }
            catch (Exception e) when (e is ModelRefusedException or ImageFormatException or IOException or UnauthorizedAccessException or ArithmeticException)
            {
                Console.Error.WriteLine("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    private static int Prune(ParseResult parsed)
    {
        PruneOptions options = PruneArguments.Read(
            parsed.GetValue(Macs), parsed.GetValue(Reduce), parsed.GetValue(Latency), parsed.GetValue(ImportanceOf)!, parsed.GetValue(Reconstruct) && parsed.GetValue(NoReconstruct)) with
        {
            Reconstruct = !parsed.GetValue(NoReconstruct),
            Scan = !parsed.GetValue(NoScan),
            ScanPictures = PruneArguments.AtLeast("--sensitivity-images", parsed.GetValue(ScanImages), 1),
            Rounds = PruneArguments.AtLeast("--rounds", parsed.GetValue(Rounds), 1),
            Ridge = PruneArguments.Within("--ridge", parsed.GetValue(Ridge), 0, 1e3),
            Keep = parsed.GetValue(Keep)!,
            Threads = PruneArguments.AtLeast("--threads", parsed.GetValue(Threads), 0),
            Selection = new SelectionOptions
            {
                RoundTo = PruneArguments.AtLeast("--round-to", parsed.GetValue(RoundTo), 1),
                LeastKept = PruneArguments.Within("--min-channels", parsed.GetValue(MinChannels), 0, 1),
            },
        };
        string path = parsed.GetValue(Model)!;
        string output = parsed.GetValue(Out) ?? Path.GetFileNameWithoutExtension(path) + "-pruned.onnx";
        OnnxModel model = OnnxModel.Load(path);
        VisionModelPictures pictures = VisionModelPictures.Open(
            path, model, parsed.GetValue(Decoder)!, parsed.GetValue(Calibrate)!, PruneArguments.AtLeast("--images", parsed.GetValue(Images), 1),
            PruneArguments.Within("--focus", parsed.GetValue(Focus), 0, 100));
        bool json = parsed.GetValue(Json);
        PruneResult result = StepProgress.Follow(report =>
            new Pruner(options, pictures.Set, report).Run(model, dense => pictures.MeasureOf(dense, options.ScanPictures)));
        result.Model.Save(output);
        if (parsed.GetValue(Cut) is { } cut)
            result.Cut.Save(cut);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(PruneText.ToJson(result, output, pictures.Set.Count, options)));
        else
            PruneText.Print(AnsiConsole.Console, result, output);
        return ExitStatus.Done;
    }
}
