using System.CommandLine;
using System.Text.Json;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Tool.Evaluation;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary>
/// <c>edgectl model evaluate</c>: runs a detector over a labelled folder, through the agent's own pre- and post-processing,
/// and gives COCO's figures.
/// </summary>
internal static class ModelEvaluateCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "An .onnx file or a pack", Required = true };
        var data = new Option<string>("--data") { Description = "Folder with images/, labels/ (YOLO) and classes.txt", Required = true };
        var decoder = new Option<string>("--decoder") { Description = "yolox, nanodet, yolov8 or ssd, where a bare .onnx file fits more than one", DefaultValueFactory = _ => "" };
        var score = new Option<float>("--score") { Description = "Least score of a detection that counts, 0 to 1", DefaultValueFactory = _ => 0.01f };
        var nms = new Option<float?>("--nms") { Description = "Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1; default: the model's" };
        var detections = new Option<string>("--detections") { Description = "Write every box to this file, as COCO result JSON (category_id is the class's line in classes.txt, from 0)" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("evaluate", "COCO AP of a detector on labelled images, all twelve figures as pycocotools defines them.")
        {
            model, data, decoder, score, nms, detections, json,
        };
        command.SetAction(parsed =>
        {
            var options = new ModelOptions
            {
                Decoder = parsed.GetValue(decoder)!,
                ScoreThreshold = parsed.GetValue(score),
                NmsThreshold = parsed.GetValue(nms),
            };
            try
            {
                return Evaluate(parsed.GetValue(model)!, parsed.GetValue(data)!, options, parsed.GetValue(detections), parsed.GetValue(json));
            }
            catch (Exception e) when (e is ModelRefusedException or DataSetException or ImageFormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    private static int Evaluate(string modelPath, string dataPath, ModelOptions options, string? detectionsPath, bool json)
    {
        YoloDataSet data = YoloDataSet.Open(dataPath);
        using VisionModel model = VisionModel.Open(modelPath, options, NullLogger.Instance);
        if (model.Definition.Labels.Count != data.Classes.Count)
            throw new DataSetException($"{dataPath}: {data.Classes.Count} classes, but the model has {model.Definition.Labels.Count}; they must be the same, in the same order");

        using Detector detector = model.CreateDetector();
        using CocoResultFile? results = detectionsPath is null ? null : new CocoResultFile(detectionsPath, data.Classes);
        var evaluator = new CocoEvaluator();
        ForEachImage(data, json, (image, frame) =>
        {
            var found = new List<Detection>();
            DetectorTimings timings = default;
            detector.Detect(frame.View, found, ref timings);
            evaluator.Add(data.ReadLabels(image, frame.Size), found);
            results?.Add(image, found);
        });

        Print(evaluator.Evaluate(), model.Definition, data, json);
        return ExitStatus.Done;
    }

    private static void ForEachImage(YoloDataSet data, bool quiet, Action<LabelledImage, Frame> take)
    {
        using var pool = new FramePool();
        void All(Action step)
        {
            foreach (LabelledImage image in data.Images)
            {
                using Frame frame = ImageCodec.Load(image.ImagePath, pool);
                take(image, frame);
                step();
            }
        }

        if (quiet)
        {
            All(() => { });
            return;
        }

        AnsiConsole.Progress().HideCompleted(true).Start(progress =>
        {
            ProgressTask task = progress.AddTask("Evaluating", maxValue: data.Images.Count);
            All(() => task.Increment(1));
        });
    }

    private static void Print(CocoFigures figures, ModelDefinition model, YoloDataSet data, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                model = model.Name,
                digest = model.Digest,
                decoder = model.Decoder.ToString(),
                images = data.Images.Count,
                ap = figures.Ap,
                ap50 = figures.Ap50,
                ap75 = figures.Ap75,
                apSmall = figures.ApSmall,
                apMedium = figures.ApMedium,
                apLarge = figures.ApLarge,
                ar1 = figures.Ar1,
                ar10 = figures.Ar10,
                ar100 = figures.Ar100,
                arSmall = figures.ArSmall,
                arMedium = figures.ArMedium,
                arLarge = figures.ArLarge,
            }));
            return;
        }

        Table table = new Table().Title($"{model.Name.EscapeMarkup()} on {data.Images.Count} images").AddColumn("figure").AddColumn(new TableColumn("value").RightAligned());
        foreach ((string name, double value) in new[]
        {
            ("AP  IoU .50:.95", figures.Ap), ("AP  IoU .50", figures.Ap50), ("AP  IoU .75", figures.Ap75),
            ("AP  small", figures.ApSmall), ("AP  medium", figures.ApMedium), ("AP  large", figures.ApLarge),
            ("AR  1 detection", figures.Ar1), ("AR  10 detections", figures.Ar10), ("AR  100 detections", figures.Ar100),
            ("AR  small", figures.ArSmall), ("AR  medium", figures.ArMedium), ("AR  large", figures.ArLarge),
        })
        {
            table.AddRow(name, value < 0 ? "-" : value.ToString("0.000"));
        }

        AnsiConsole.Write(table);
    }
}
