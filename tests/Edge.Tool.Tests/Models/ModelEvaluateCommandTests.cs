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
