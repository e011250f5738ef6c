using System.Text.Json;
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

    private async Task<JsonElement> EvaluateAsync(params string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(["model", "evaluate", "--model", _model, "--json", .. arguments]);
        Assert.True(status == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
