using System.Text.Json;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Evaluation.DataSets;

namespace Edge.Tool.Tests.Models;

/// <summary>Two real detectors on three pictures, one of which has what the first finds and one what the second finds.</summary>
public sealed class ModelCompareCommandTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly string _opens, _shorts, _labels;

    public ModelCompareCommandTests()
    {
        _labels = _folder.Write("labels.txt", "open\nshort\nmousebite\nspur\ncopper\npin-hole\n");
        _opens = Model("opens.onnx", kind: 0);
        _shorts = Model("shorts.onnx", kind: 1);
        foreach ((string name, string labels) in new[] { ("1", "0 0 16 16 1"), ("2", "0 0 16 16 1"), ("3", "0 0 16 16 2") })
        {
            _folder.WriteImage($"data/images/{name}.jpg");
            _folder.Write($"data/labels/{name}.txt", labels);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_TwoDetectors_EachHasItsOwnAccuracyContentAndSpeed()
    {
        (int status, string output, _) = await RunAsync(_opens, _shorts, "--json", "--images", Path.Combine(_folder.Root, "data/images"));

        Assert.Equal(0, status);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(3, json.GetProperty("images").GetInt32());
        JsonElement[] models = [.. json.GetProperty("models").EnumerateArray()];
        // Three boxes each: two of the three open found, and one of the three short.
        Assert.Equal([2 / 3.0, 1 / 3.0], models.Select(model => model.GetProperty("fScore").GetDouble()));
        Assert.True(models[0].GetProperty("figures").GetProperty("map").GetDouble() > models[1].GetProperty("figures").GetProperty("map").GetDouble());
        Assert.Equal(new FileInfo(_opens).Length, models[0].GetProperty("sizeBytes").GetInt64());
        Assert.All(models, model => Assert.True(model.GetProperty("p50Ms").GetDouble() > 0 && model.GetProperty("imagesPerSecond").GetDouble() > 0));
        // The first is what the other is compared with.
        Assert.Equal(JsonValueKind.Null, models[0].GetProperty("speed").ValueKind);
        Assert.True(models[1].GetProperty("speed").GetProperty("median").GetDouble() > 0);
    }

    [Fact]
    public async Task Compare_Markdown_IsATableOfOneLineEach()
    {
        (int status, string output, _) = await RunAsync(_opens, _shorts, "--markdown");

        Assert.Equal(0, status);
        string[] lines = output.Trim().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("| model | precision |", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("| opens.onnx | float32 |", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == '|'), line.Count(c => c == '|')));
    }

    [Theory]
    [InlineData("--rounds 0", "--rounds is 0; allowed: 1 to 10000")]
    [InlineData("--score 2", "--score is 2; allowed: 0 to 1")]
    [InlineData("--skip 3", "nothing is left of 3 images")]
    public async Task Compare_BadArgument_SaysWhatIsAllowed(string arguments, string message)
    {
        (int status, string output, string errors) = await RunAsync([_opens, .. arguments.Split(' ')]);

        Assert.Equal((2, ""), (status, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_SameModelTwice_Refused()
    {
        (int status, _, string errors) = await RunAsync(_opens, _opens);

        Assert.Equal(2, status);
        Assert.Contains("named twice", errors, StringComparison.Ordinal);
    }

    private string Model(string name, int kind)
    {
        float[] row = [0.5f, 0.5f, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        row[5 + kind] = 0.9f;
        string path = Path.Combine(_folder.Root, name);
        File.WriteAllBytes(path, TestModels.Yolox(6, new Dictionary<int, float[]> { [0] = row }));
        return path;
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ToolProcess.RunAsync(["model", "compare", .. arguments.Contains("--rounds") ? arguments : [.. arguments, "--rounds", "1"], "--data", Path.Combine(_folder.Root, "data"), "--format", "deeppcb", "--labels", _labels]);
}
