using System.Text.Json;
using Edge.Testing;

namespace Edge.Tool.Tests.Models;

/// <summary>Against the figures of an independent evaluator on the same images, models and thresholds.</summary>
public sealed class ModelEvaluateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-evaluate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedTheory]
    [InlineData("yolox_nano_416", 0.337, 0.519)]
    [InlineData("nanodet_m_416", 0.313, 0.480)]
    public async Task Evaluate_ModelOnCoco128_GivesTheKnownFiguresAndCocoResults(string model, double ap, double ap50)
    {
        string detections = Path.Combine(_folder, "found.json");
        (int status, string output, string errors) = await ToolProcess.RunAsync(
            "model", "evaluate", "--model", SharedData.Path($"models/{model}.onnx"), "--data", SharedData.Path("data/coco128"), "--detections", detections, "--json");

        Assert.True(status == 0, errors);
        JsonElement figures = JsonDocument.Parse(output).RootElement;
        Assert.Equal(128, figures.GetProperty("images").GetInt32());
        Assert.InRange(figures.GetProperty("ap").GetDouble(), ap - 0.005, ap + 0.005);
        Assert.InRange(figures.GetProperty("ap50").GetDouble(), ap50 - 0.005, ap50 + 0.005);
        CheckResults(await File.ReadAllBytesAsync(detections));
    }

    [SharedTheory]
    [InlineData("yolox_nano_416", "0.65")]
    [InlineData("nanodet_m_416", "0.6")]
    public async Task Evaluate_NoThresholdsAsked_MeasuresAsThePublishedFiguresAre(string model, string usual)
    {
        string data = TakeImages(12);
        string found = await DetectAsync(model, data);
        Assert.Equal(await DetectAsync(model, data, "--nms", usual), found);
        Assert.NotEqual(await DetectAsync(model, data, "--nms", "0.5"), found);

        // COCO takes a box for each class that scores enough, and not only for its best.
        var classesOfBoxes = JsonDocument.Parse(found).RootElement.EnumerateArray()
            .GroupBy(result => (result.GetProperty("image_id").GetInt64(), result.GetProperty("bbox").GetRawText()));
        Assert.Contains(classesOfBoxes, box => box.Select(result => result.GetProperty("category_id").GetInt32()).Distinct().Count() > 1);
    }

    private async Task<string> DetectAsync(string model, string data, params string[] more)
    {
        string detections = Path.Combine(_folder, "found.json");
        (int status, _, string errors) = await ToolProcess.RunAsync(
            ["model", "evaluate", "--model", SharedData.Path($"models/{model}.onnx"), "--data", data, "--detections", detections, "--json", .. more]);
        Assert.True(status == 0, errors);
        return await File.ReadAllTextAsync(detections);
    }

    /// <summary>A data set of the first images, by links.</summary>
    private string TakeImages(int count)
    {
        string shared = SharedData.Path("data/coco128"), images = Path.Combine(_folder, "images");
        Directory.CreateDirectory(images);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "labels"), Path.Combine(shared, "labels"));
        File.CreateSymbolicLink(Path.Combine(_folder, "classes.txt"), Path.Combine(shared, "classes.txt"));
        foreach (string image in Directory.EnumerateFiles(Path.Combine(shared, "images")).Order(StringComparer.Ordinal).Take(count))
            File.CreateSymbolicLink(Path.Combine(images, Path.GetFileName(image)), image);
        return _folder;
    }

    private static void CheckResults(byte[] json)
    {
        HashSet<long> images = [.. Directory.EnumerateFiles(SharedData.Path("data/coco128/images")).Select(file => long.Parse(Path.GetFileNameWithoutExtension(file)))];
        JsonElement[] results = [.. JsonDocument.Parse(json).RootElement.EnumerateArray()];
        Assert.True(results.Length > 1000, $"{results.Length} results");
        foreach (JsonElement result in results)
        {
            Assert.Contains(result.GetProperty("image_id").GetInt64(), images);
            Assert.InRange(result.GetProperty("category_id").GetInt32(), 0, 79);
            Assert.InRange(result.GetProperty("score").GetDouble(), 0.01, 1);
            double[] box = [.. result.GetProperty("bbox").EnumerateArray().Select(number => number.GetDouble())];
            Assert.Equal(4, box.Length);
            Assert.True(box[2] > 0 && box[3] > 0, result.GetRawText());
        }
    }
}
