using System.Text.Json;
using Edge.Testing;

namespace Edge.Tool.Tests.Models;

public sealed class ModelPruneCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-prune-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedFact]
    public async Task Prune_YoloxNano_WritesASmallerModelAndSaysWhatItDid()
    {
        string output = Path.Combine(_folder, "smaller.onnx");
        (int status, string text, string errors) = await ToolProcess.RunAsync(
            "model", "prune", SharedData.Path("models/yolox_nano_416.onnx"), "--calibrate", SharedData.Path("data/coco128"),
            "--reduce", "20%", "--images", "1", "--rounds", "2", "--no-sensitivity", "--sensitivity-images", "1", "--out", output, "--json");

        Assert.True(status == 0, errors);
        JsonElement said = JsonDocument.Parse(text).RootElement;
        Assert.InRange(said.GetProperty("macs").GetDouble(), 0.79, 0.8);
        Assert.Equal(new FileInfo(output).Length, said.GetProperty("after").GetProperty("sizeBytes").GetInt64());
        Assert.True(said.GetProperty("damageAfter").GetDouble() < said.GetProperty("damageBefore").GetDouble());
        Assert.Contains(said.GetProperty("groups").EnumerateArray(), group => group.GetProperty("after").GetInt32() < group.GetProperty("before").GetInt32());
        Assert.Contains(said.GetProperty("frozen").EnumerateArray(), layer => layer.GetProperty("reason").GetString()!.Contains("output"));
        Assert.Contains(said.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("errorAfter").GetDouble() < layer.GetProperty("errorBefore").GetDouble());
    }

    [Fact]
    public async Task Prune_FileThatIsNoModel_IsRefusedByName()
    {
        string file = Path.Combine(_folder, "broken.onnx");
        await File.WriteAllTextAsync(file, "no model");

        (int status, string output, string errors) = await ToolProcess.RunAsync("model", "prune", file, "--calibrate", _folder, "--macs", "0.8", "--json");

        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.Contains(file, errors);
    }
}
