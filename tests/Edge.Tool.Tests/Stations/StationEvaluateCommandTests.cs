using System.Text.Json;
using Edge.Domain.Frames;
using Edge.Testing;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Evaluation.DataSets;
using Edge.Vision.Images;

namespace Edge.Tool.Tests.Stations;

/// <summary>
/// Three boards of 192 by 144 pixels with a template each. The first has a spot that is labelled, the second a spot that is labelled and one that is not,
/// the third none. The model sees the same in all: an 'open' at 0, 0 of 48 by 48 pixels, 0.9 sure; nothing is there but on the first, where it is labelled.
/// </summary>
public sealed class StationEvaluateCommandTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly FramePool _pool = new();
    private readonly string _model;

    public StationEvaluateCommandTests()
    {
        _model = Path.Combine(_folder.Root, "sees.onnx");
        File.WriteAllBytes(_model, TestModels.Yolox(6, new Dictionary<int, float[]> { [0] = [0.5f, 0.5f, 0, 0, 1, 0.9f, 0, 0, 0, 0, 0] }));
        Board("00041000", [(20, 20)], "12 12 36 36 1");
        Board("00041001", [(100, 40), (60, 100)], "92 32 116 56 2");
        Board("50600000", [], null);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Evaluate_ModelComparisonAndBoth_AreCountedApart()
    {
        string report = Path.Combine(_folder.Root, "report.html"), finds = Path.Combine(_folder.Root, "finds.jsonl");
        JsonElement json = await EvaluateAsync("--pack", _model, "--report", report, "--finds", finds);
        JsonElement all = json.GetProperty("all");

        Assert.Equal((3, 2), (all.GetProperty("parts").GetInt32(), all.GetProperty("defects").GetInt32()));
        // The model's box meets the first label and nothing else.
        Assert.Equal((1, 1, 2), Counts(all, "model"));
        Assert.Equal((2, 0, 1), Counts(all, "golden"));
        // Both: the model's finds where the board is as its template are dropped, the differences stay.
        Assert.Equal((2, 1, 1), Counts(all, "both"));
        Assert.Equal(1, all.GetProperty("both").GetProperty("classes").GetProperty("short").GetProperty("found").GetInt32());
        // Good parts: the model sees its defect in all of them.
        Assert.Equal([3, 0], new[] { "model", "golden" }.Select(name => all.GetProperty(name).GetProperty("variants").GetProperty("rejected").GetInt32()));
        // Shifted, so much of the corner may lie outside the template that the comparison has no say there.
        Assert.InRange(all.GetProperty("both").GetProperty("variants").GetProperty("rejected").GetInt32(), 0, 1);
        Assert.Equal([3, 0, 0], new[] { "model", "golden", "both" }.Select(name => all.GetProperty(name).GetProperty("templates").GetProperty("rejected").GetInt32()));
        Assert.Equal(0, all.GetProperty("unregistered").GetInt32() + all.GetProperty("unregisteredVariants").GetInt32());
        Assert.True(json.GetProperty("cornerErrorPx").GetProperty("worst").GetDouble() < 0.3);
        Assert.Equal(2, json.GetProperty("groups").GetProperty("00041").GetProperty("parts").GetInt32());

        Assert.Contains("False finds of both", await File.ReadAllTextAsync(report));
        Assert.Equal(6, (await File.ReadAllLinesAsync(finds)).Length);
    }

    [Fact]
    public async Task Evaluate_WithoutModel_ComparisonAlone()
    {
        JsonElement all = (await EvaluateAsync("--group", "00041", "--variants", "0")).GetProperty("all");
        Assert.Equal((2, 0, 1), Counts(all, "golden"));
        Assert.False(all.TryGetProperty("model", out _));
        Assert.Equal(2, all.GetProperty("parts").GetInt32());
        Assert.Equal(1, (await EvaluateAsync("--group", "00041", "--skip", "1")).GetProperty("all").GetProperty("parts").GetInt32());
    }

    [Fact]
    public async Task Evaluate_ForPeople_IsATable()
    {
        (int status, string output, string errors) = await RunAsync("--pack", _model);
        Assert.True(status == 0, errors);
        Assert.Contains("found: golden", output);
        Assert.Contains("rejected: both", output);
        Assert.Contains("0 of 3 parts not registered", output);
    }

    [Fact]
    public async Task Evaluate_BlankTemplate_PartIsNotComparedAndSaidSo()
    {
        _folder.WriteImage("data/templates/50600000.jpg", 192, 144);
        JsonElement all = (await EvaluateAsync("--pack", _model)).GetProperty("all");
        Assert.Equal((1, 1), (all.GetProperty("unusableTemplates").GetInt32(), all.GetProperty("unregistered").GetInt32()));
        // There the model stands alone.
        Assert.Equal((2, 1, 2), Counts(all, "both"));
    }

    [Theory]
    [InlineData("--group 77000", "--group 77000: no picture is of it; allowed: 00041, 50600")]
    [InlineData("--tolerance 9", "must be 1 to 8")]
    [InlineData("--confirmed-score 0.9", "must be 0 to ModelScore")]
    [InlineData("--variants -1", "--variants -1; allowed: 0 to 100")]
    [InlineData("--templates nowhere", "--templates nowhere: no such folder")]
    public async Task Evaluate_BadArgument_SaysWhatIsAllowed(string arguments, string message)
    {
        (int status, string output, string errors) = await RunAsync(arguments.Split(' '));
        Assert.Equal((2, ""), (status, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public async Task Evaluate_MissingTemplateOrOneOfAnotherSize_NamesIt()
    {
        _folder.WriteImage("data/templates/00041001.jpg", 96, 96);
        (int status, _, string errors) = await RunAsync();
        Assert.Equal(2, status);
        Assert.Contains("00041001.jpg", errors);
        Assert.Contains("192x144", errors);
        File.Delete(Path.Combine(_folder.Root, "data/templates/50600000.jpg"));
        (status, _, errors) = await RunAsync();
        Assert.Equal(2, status);
        Assert.Contains("50600000.jpg: no template", errors);
    }

    [SharedFact]
    public async Task Evaluate_DeepPcb_ComparisonFindsNearlyAllAndRejectsNoGoodBoard()
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(
            "station", "evaluate", "--data", SharedData.Path("data/deeppcb"), "--group", "50600", "--take", "4", "--json");
        Assert.True(status == 0, errors);
        JsonElement all = JsonDocument.Parse(output).RootElement.GetProperty("all");
        Assert.True(all.GetProperty("golden").GetProperty("found").GetInt32() >= 0.9 * all.GetProperty("defects").GetInt32(), output);
        Assert.Equal(0, all.GetProperty("golden").GetProperty("variants").GetProperty("rejected").GetInt32());
        Assert.Equal(0, all.GetProperty("unregistered").GetInt32());
    }

    private static (int Found, int Named, int False) Counts(JsonElement group, string inspector)
    {
        JsonElement of = group.GetProperty(inspector);
        return (of.GetProperty("found").GetInt32(), of.GetProperty("named").ValueKind == JsonValueKind.Number ? of.GetProperty("named").GetInt32() : 0, of.GetProperty("falseFinds").GetInt32());
    }

    private void Board(string name, (int X, int Y)[] spots, string? labels)
    {
        Write($"data/templates/{name}.jpg", []);
        Write($"data/images/{name}.jpg", spots);
        if (labels is not null)
            _folder.Write($"data/labels/{name}.txt", labels);
    }

    /// <summary>Traces on white, one in each direction and a bend; spots of nine pixels.</summary>
    private void Write(string path, (int X, int Y)[] spots)
    {
        string full = Path.Combine(_folder.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        using Frame frame = _pool.Rent(192, 144);
        for (int y = 0; y < 144; y++)
        {
            for (int x = 0; x < 192; x++)
            {
                bool isDark = x is > 130 and < 140 || y is > 70 and < 78 || (x is > 40 and < 52 && y > 74) || ((x - 165) * (x - 165)) + ((y - 30) * (y - 30)) < 150
                    || spots.Any(spot => Math.Abs(x - spot.X - 4) < 5 && Math.Abs(y - spot.Y - 4) < 5);
                frame.View.Row(y).Slice(3 * x, 3).Fill(isDark ? (byte)25 : (byte)230);
            }
        }

        File.WriteAllBytes(full, ImageCodec.EncodeJpeg(frame.View, 95));
    }

    private Task<(int Status, string Output, string Errors)> RunAsync(params string[] arguments) =>
        ToolProcess.RunAsync(["station", "evaluate", "--data", Path.Combine(_folder.Root, "data"), .. arguments]);

    private async Task<JsonElement> EvaluateAsync(params string[] arguments)
    {
        (int status, string output, string errors) = await RunAsync(["--json", .. arguments]);
        Assert.True(status == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
