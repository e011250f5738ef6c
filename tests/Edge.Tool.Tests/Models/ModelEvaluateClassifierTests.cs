using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Evaluation.DataSets;

namespace Edge.Tool.Tests.Models;

/// <summary>A real classifier, whose answer is the strongest of the channels red, green and blue.</summary>
public sealed class ModelEvaluateClassifierTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly string _model;

    public ModelEvaluateClassifierTests()
    {
        _model = Path.Combine(_folder.Root, "colours.onnx");
        File.WriteAllBytes(_model, TestModels.ChannelMeans("n", 8));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_FolderForEachClass_GivesTheFigures()
    {
        _folder.WriteImage("data/1-red/a.jpg", red: 250);
        _folder.WriteImage("data/1-red/b.jpg", green: 250);
        _folder.WriteImage("data/2-green/c.jpg", green: 250);
        _folder.WriteImage("data/3-blue/d.jpg", blue: 250);

        JsonElement json = await EvaluateAsync("--data", Path.Combine(_folder.Root, "data"));

        Assert.Equal("folders", json.GetProperty("format").GetString());
        Assert.Equal(0.75, json.GetProperty("accuracy").GetDouble());
        Assert.Equal("[[1,1,0],[0,1,0],[0,0,1]]", json.GetProperty("confusion").GetRawText());
        Assert.Equal(["1-red", "2-green", "3-blue"], json.GetProperty("classes").EnumerateArray().Select(c => c.GetProperty("name").GetString()!));
        Assert.Equal(0.5, json.GetProperty("classes")[0].GetProperty("recall").GetDouble());
    }

    [Fact]
    public async Task Evaluate_CropsOfADetectorsData_ShowsEachBox()
    {
        _folder.WriteImage("data/images/1.jpg", red: 250);
        _folder.WriteImage("data/images/2.jpg", blue: 250);
        _folder.Write("data/labels/1.txt", "0 0.3 0.5 0.2 0.2\n0 0.7 0.5 0.2 0.2\n");
        _folder.Write("data/labels/2.txt", "2 0.5 0.5 0.2 0.2\n1 0.5 0.5 0.4 0.2\n");
        _folder.Write("data/classes.txt", "red\ngreen\nblue\n");

        JsonElement json = await EvaluateAsync("--data", Path.Combine(_folder.Root, "data"), "--crops");

        Assert.Equal(4, json.GetProperty("samples").GetInt32());
        Assert.Equal("[[2,0,0],[0,0,1],[0,0,1]]", json.GetProperty("confusion").GetRawText());
    }

    [Fact]
    public async Task Evaluate_PackOfTwoStages_ByItselfWithKindsAndOnCrops()
    {
        // The detector calls everything light; the classifier knows better.
        string pack = Path.Combine(_folder.Root, "lights.pack");
        PackWriter.Write(pack, TwoStages(), new Dictionary<string, byte[]>
        {
            ["m.onnx"] = TestModels.Yolox(2, new Dictionary<int, float[]> { [0] = [0.5f, 0.5f, 0, 0, 1, 0.9f, 0] }),
            ["kinds.onnx"] = TestModels.LightOrDark("n", 1, 16, 16),
        });
        _folder.WriteImage("data/images/1.jpg", red: 250, green: 250, blue: 250);
        _folder.WriteImage("data/images/2.jpg", red: 5, green: 5, blue: 5);
        _folder.Write("data/labels/1.txt", "0 0.125 0.16667 0.25 0.33333");
        _folder.Write("data/labels/2.txt", "1 0.125 0.16667 0.25 0.33333");
        _folder.Write("data/classes.txt", "light\ndark\n");
        string[] common = ["model", "evaluate", "--pack", pack, "--data", Path.Combine(_folder.Root, "data"), "--json"];

        JsonElement alone = await JsonAsync(common), kinds = await JsonAsync([.. common, "--kinds"]), crops = await JsonAsync([.. common, "--crops"]);

        // The score in force is the pack's.
        Assert.Equal(0.4, alone.GetProperty("score").GetDouble());
        Assert.Equal(0.5, alone.GetProperty("recall").GetDouble());
        Assert.Equal(1, kinds.GetProperty("recall").GetDouble());
        Assert.Equal(1, kinds.GetProperty("precision").GetDouble());
        Assert.Equal(1, crops.GetProperty("accuracy").GetDouble());
        Assert.Equal("[[1,0],[0,1]]", crops.GetProperty("confusion").GetRawText());
    }

    [Fact]
    public async Task Evaluate_DetectorOnClassFolders_SaysWhatIsAllowed()
    {
        _folder.WriteImage("data/a/a.jpg");
        _folder.WriteImage("data/b/b.jpg");
        string detector = Path.Combine(_folder.Root, "detector.onnx");
        File.WriteAllBytes(detector, TestModels.Yolox(2, []));

        (int status, _, string errors) = await ToolProcess.RunAsync("model", "evaluate", "--model", detector, "--data", Path.Combine(_folder.Root, "data"), "--json");

        Assert.Equal(2, status);
        Assert.Contains("is a detector without a classifier; allowed with a folder of class folders: a classifier", errors);
    }

    private static PackManifest TwoStages() => new()
    {
        Name = "lights",
        Version = "1.0.0",
        Task = "detect",
        Model = "m.onnx",
        Input = new PackInput { Width = 32, Height = 32, Pad = 114 },
        Decoder = "yolox",
        Labels = ["light", "dark"],
        Thresholds = new PackThresholds(0.4f, 0.45f),
        Classifier = new PackClassifier { Model = "kinds.onnx", Input = new PackInput { Width = 16, Height = 16, Color = "gray", Fit = "stretch" }, Labels = ["light", "dark"] },
        Licence = "Apache-2.0",
        OldestAgent = "0.1.0",
        Files = new Dictionary<string, string>(),
    };

    private Task<JsonElement> EvaluateAsync(params string[] arguments) => JsonAsync(["model", "evaluate", "--model", _model, "--json", .. arguments]);

    private static async Task<JsonElement> JsonAsync(string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments);
        Assert.True(status == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
