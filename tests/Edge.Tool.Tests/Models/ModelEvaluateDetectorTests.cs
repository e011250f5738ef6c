using System.Text.Json;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Evaluation.DataSets;

namespace Edge.Tool.Tests.Models;

/// <summary>A real detector that sees the same in every picture of 64 by 48 pixels: an 'open' at 0, 0 of 16 by 16 pixels, 0.9 sure, and at 0.2 also a 'short' there.</summary>
public sealed class ModelEvaluateDetectorTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly string _model;

    public ModelEvaluateDetectorTests()
    {
        _model = Path.Combine(_folder.Root, "sees.onnx");
        File.WriteAllBytes(_model, TestModels.Yolox(6, new Dictionary<int, float[]> { [0] = [0.5f, 0.5f, 0, 0, 1, 0.9f, 0.2f, 0, 0, 0, 0] }));
        foreach ((string name, string labels) in new[] { ("00041000", "0 0 16 16 1"), ("00041001", "0 0 16 16 2"), ("00041002", "0 0 16 16 1\n30 30 50 40 6") })
        {
            _folder.WriteImage($"data/images/{name}.jpg");
            _folder.Write($"data/labels/{name}.txt", labels);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_DeepPcb_TakesTheFScoreAtTheScoreInForce()
    {
        string detections = Path.Combine(_folder.Root, "found.json");
        JsonElement json = await EvaluateAsync("--detections", detections);

        Assert.Equal("deeppcb", json.GetProperty("protocol").GetString());
        Assert.Equal((3, 4), (json.GetProperty("images").GetInt32(), json.GetProperty("boxes").GetInt32()));
        // open: two of two, three boxes; the false alarm may come before a hit of the same score: 1, 2/3 or between. short and pin-hole: nothing.
        Assert.Equal(2 / 3.0, json.GetProperty("precision").GetDouble(), 6);
        Assert.Equal(0.5, json.GetProperty("recall").GetDouble(), 6);
        Assert.Equal(4 / 7.0, json.GetProperty("fscore").GetDouble(), 6);
        // Ranked as the images come: hit, false alarm, hit; the means over three types.
        Assert.Equal((1 + (2 / 3.0)) / 2 / 3, json.GetProperty("map").GetDouble(), 6);
        Assert.Equal(0.25, json.GetProperty("score").GetDouble());

        // A box counts for its best type only, and has the data set's numbers.
        JsonElement[] boxes = [.. JsonDocument.Parse(await File.ReadAllTextAsync(detections)).RootElement.EnumerateArray()];
        Assert.Equal([41000L, 41001, 41002], boxes.Select(box => box.GetProperty("image_id").GetInt64()));
        Assert.All(boxes, box => Assert.Equal((1, "open"), (box.GetProperty("category_id").GetInt32(), box.GetProperty("category_name").GetString())));
    }

    [Fact]
    public async Task Evaluate_PartsAndScores_AreAsAskedFor()
    {
        Assert.Equal(0, (await EvaluateAsync("--skip", "1", "--take", "1")).GetProperty("fscore").GetDouble());
        string list = _folder.Write("part.txt", "00041002\n00041000.jpg\n");
        Assert.Equal(2, (await EvaluateAsync("--list", list)).GetProperty("images").GetInt32());
        // Above the score of all boxes nothing is found; the average precision does not change.
        JsonElement strict = await EvaluateAsync("--score", "0.95", "--classes", "open");
        Assert.Equal((0, 1), (strict.GetProperty("fscore").GetDouble(), strict.GetProperty("classes").GetArrayLength()));
        Assert.Equal((1 + (2 / 3.0)) / 2, strict.GetProperty("map").GetDouble(), 6);
        // Each type of a box: the short is found, too.
        JsonElement all = await EvaluateAsync("--per-box", "all", "--score", "0.1");
        Assert.Equal(1 / 3.0, all.GetProperty("classes")[1].GetProperty("precision").GetDouble(), 6);
        Assert.Equal(1, all.GetProperty("classes")[1].GetProperty("recall").GetDouble());
    }

    [Theory]
    [InlineData("--score 2", "--score 2; allowed: 0 to 1")]
    [InlineData("--min-score 0.5", "--min-score 0.5 is over the score in force, 0.25")]
    [InlineData("--protocol pascal", "protocol 'pascal'; allowed: coco, voc, deeppcb")]
    [InlineData("--per-box some", "--per-box some; allowed: best, all")]
    [InlineData("--format voc", "it needs the folders Annotations and JPEGImages")]
    [InlineData("--skip 3", "nothing is left of 3 images")]
    public async Task Evaluate_BadArgument_SaysWhatIsAllowed(string arguments, string message)
    {
        (int status, string output, string errors) = await RunAsync(arguments.Split(' '));

        Assert.Equal((2, ""), (status, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public async Task Evaluate_BadLabel_IsRefusedBeforeAnythingRuns()
    {
        _folder.Write("data/labels/00041002.txt", "0 0 16 16 1\n30 30 20 40 6\n");

        (int status, _, string errors) = await RunAsync();

        Assert.Equal(2, status);
        Assert.Contains("00041002.txt:2: '30 30 20 40 6' has no area", errors);
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ToolProcess.RunAsync(["model", "evaluate", "--pack", _model, "--data", Path.Combine(_folder.Root, "data"), "--json", .. arguments]);

    private async Task<JsonElement> EvaluateAsync(params string[] arguments)
    {
        (int status, string output, string errors) = await RunAsync(arguments);
        Assert.True(status == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
