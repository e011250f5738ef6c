using System.CommandLine;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.Classifiers;
using Edge.Tool.Evaluation.DataSets;
using Edge.Tool.Reports;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Models;

/// <summary>
/// <c>edgectl model evaluate</c>: runs a detector or a classifier over labelled images, through the agent's own pre- and post-processing,
/// and gives the figures of a protocol.
/// </summary>
internal static class ModelEvaluateCommand
{
    private static readonly Option<string> Model = new("--model", "--pack") { Description = "An .onnx file or a pack (folder, .pack or .zip)", Required = true };
    private static readonly Option<string> Data = new("--data") { Description = "Folder of labelled images, or a .json file in COCO's format", Required = true };
    private static readonly Option<string> Format = new("--format") { Description = "yolo, coco, voc, deeppcb, or folders (one for each class, for classifiers); default: what lies in the folder" };
    private static readonly Option<string> Protocol = new("--protocol") { Description = "coco, voc or deeppcb; default: the one of the data's format, coco for yolo" };
    private static readonly Option<string> List = new("--list") { Description = "File with the names of the images to use, one a line (DeepPCB's trainval.txt and test.txt are such files)" };
    private static readonly Option<int> Skip = new("--skip") { Description = "Leave out this many images at the beginning, in the order of their names" };
    private static readonly Option<int?> Take = new("--take") { Description = "Use at most this many images" };
    private static readonly Option<string[]> Classes = new("--classes") { Description = "Measure only these classes of the data set, by name", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<float?> Score = new("--score") { Description = "Score from which a box counts in precision, recall and F-score, 0 to 1; default: the model's own (thresholds.score of a pack)" };
    private static readonly Option<float> LeastScore = new("--min-score") { Description = "Least score of a box that is recorded, 0 to 1: average precision needs the weak ones, too", DefaultValueFactory = _ => 0.01f };
    private static readonly Option<float?> Nms = new("--nms") { Description = "Overlap (IoU) above which the weaker of two boxes of a class is dropped, 0 to 1; default: the model's, and for bare .onnx files on COCO's protocol 0.65 for YOLOX and 0.6 for NanoDet, as their published figures are measured" };
    private static readonly Option<string> PerBox = new("--per-box") { Description = "best: a box counts for its best class, as in the agent; all: for each class that scores enough, as COCO's AP is measured; default: all for coco and voc, best for deeppcb" };
    private static readonly Option<bool> Crops = new("--crops") { Description = "Measure the classifier (also the one that a detector's pack carries) on the labelled boxes, cut out with the surroundings that the agent gives it" };
    private static readonly Option<bool> Kinds = new("--kinds") { Description = "A detection counts as what the classifier in the detector's pack says of it, where it says something" };
    private static readonly Option<string> Decoder = new("--decoder") { Description = "yolox, nanodet, yolov8 or ssd, where a bare .onnx file fits more than one", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Labels = new("--labels") { Description = "File of class names, one a line, for a bare .onnx file that has none; default: the data set's", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Against = new("--against") { Description = "A second model, measured on the same images, with the differences" };
    private static readonly Option<string> Detections = new("--detections") { Description = "Write every box to this file, as COCO result JSON: image_id and category_id are the data set's own numbers (images: the number in the file's name; categories: from 0 for YOLO and VOC, the types 1 to 6 for DeepPCB)" };
    private static readonly Option<string> Report = new("--report") { Description = "Write an HTML report to this file: curves, confusion, worst misses and false alarms as pictures; it needs nothing else" };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads for one inference on the CPU; 0 is one for each core" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("evaluate", """
            Accuracy of a model on labelled images, through the agent's own pre- and post-processing.
              Protocols: coco (all twelve figures as pycocotools defines them), voc (AP at IoU 0.5), deeppcb (mAP and F-score at IoU over 0.33).
              Classifiers: accuracy, precision, recall, F1, ROC-AUC and confusion matrix, on a folder of pictures for each class or on --crops.
              Average precision is taken over all boxes; precision, recall and F-score at the model's own score, which the data don't change.
              Examples:
                edgectl model evaluate --model yolox_nano_416.onnx --data coco128 --detections found.json
                edgectl model evaluate --pack pcb-inspector --data deeppcb --protocol deeppcb --list mine.txt --report report.html
                edgectl model evaluate --model int8.onnx --against float.onnx --data coco128 --skip 64 --report both.html
            """)
        {
            Model, Data, Format, Protocol, List, Skip, Take, Classes, Score, LeastScore, Nms, PerBox, Crops, Kinds, Decoder, Labels, Against, Detections, Report, Threads, Json,
        };
        command.SetAction(parsed =>
        {
            try
            {
                return Evaluate(parsed);
            }
            catch (Exception e) when (e is ModelRefusedException or DataSetException or ImageFormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    private static int Evaluate(ParseResult parsed)
    {
        DataSet data = DataSetFormats.Open(parsed.GetValue(Data)!, DataSetFormats.Parse(parsed.GetValue(Format)));
        IReadOnlyList<LabelledImage> images = new ImageSelection(parsed.GetValue(List), parsed.GetValue(Skip), parsed.GetValue(Take)).Of(data);
        string[] models = parsed.GetValue(Against) is { } against ? [parsed.GetValue(Model)!, against] : [parsed.GetValue(Model)!];
        EvaluationSettings settings = Settings(parsed, data);
        if (data.Format == DataSetFormat.Folders || parsed.GetValue(Crops) || IsClassifier(models[0], settings))
            return EvaluateClassifier(parsed, models, settings, data, images);
        IReadOnlyList<DetectorResult> results = DetectorEvaluation.Run(models, settings, data, images, parsed.GetValue(Detections));
        if (parsed.GetValue(Json))
            Console.WriteLine(EvaluationJson.Of(data, results));
        else
            EvaluationText.Print(results);
        if (parsed.GetValue(Report) is { } report)
            Write(report, new DetectorReport(NameOf(parsed), data, results).Create());
        return ExitStatus.Done;
    }

    private static int EvaluateClassifier(ParseResult parsed, string[] models, EvaluationSettings settings, DataSet data, IReadOnlyList<LabelledImage> images)
    {
        if (parsed.GetValue(Detections) is not null)
            throw new DataSetException("--detections: a classifier finds no boxes; allowed with detectors");
        IReadOnlyList<ClassifierResult> results = ClassifierEvaluation.Run(models, settings, data, images);
        if (parsed.GetValue(Json))
            Console.WriteLine(ClassifierOutput.Json(data, results));
        else
            ClassifierOutput.Print(results);
        if (parsed.GetValue(Report) is { } report)
            Write(report, new ClassifierReport(NameOf(parsed), results).Create());
        return ExitStatus.Done;
    }

    private static void Write(string path, string report)
    {
        File.WriteAllText(path, report);
        Console.Error.WriteLine($"edgectl: report in {path}, {new FileInfo(path).Length / 1024} KiB");
    }

    private static string NameOf(ParseResult parsed) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetValue(Data)!)));

    /// <summary>A classifier needs no --crops to be asked on a data set of boxes: there is nothing else that it could be shown.</summary>
    private static bool IsClassifier(string path, EvaluationSettings settings)
    {
        using VisionModel model = VisionModel.Open(path, settings.Model, NullLogger.Instance);
        return model.Definition.Task == ModelTask.Classify;
    }

    private static EvaluationSettings Settings(ParseResult parsed, DataSet data)
    {
        EvaluationProtocol protocol = EvaluationProtocols.Parse(parsed.GetValue(Protocol), data.Format);
        bool allClasses = parsed.GetValue(PerBox) switch
        {
            null or "" => protocol != EvaluationProtocol.DeepPcb,
            "all" => true,
            "best" => false,
            string other => throw new DataSetException($"--per-box {other}; allowed: best, all"),
        };
        if (parsed.GetValue(Score) is not (null or (>= 0 and <= 1)))
            throw new DataSetException($"--score {parsed.GetValue(Score)}; allowed: 0 to 1");
        return new EvaluationSettings
        {
            Protocol = protocol,
            Model = new ModelOptions
            {
                Decoder = parsed.GetValue(Decoder)!,
                LabelsFile = parsed.GetValue(Labels)!,
                NmsThreshold = parsed.GetValue(Nms),
                AllClasses = allClasses,
                Threads = parsed.GetValue(Threads),
                FallbackLabels = [.. data.Classes.Select(item => item.Name)],
            },
            Score = parsed.GetValue(Score),
            LeastScore = parsed.GetValue(LeastScore),
            Kinds = parsed.GetValue(Kinds),
            Classes = [.. (parsed.GetValue(Classes) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
        };
    }
}
