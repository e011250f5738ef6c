using Edge.Testing.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests;

public sealed class ProgramTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-tool-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("alerts", "print", "mosquitto_sub")]
    [InlineData("alerts", "await", "Example: edgectl alerts await")]
    [InlineData("alerts", "summary", "rulesReceived")]
    [InlineData("model", "evaluate", "0.65 for YOLOX")]
    [InlineData("bench", "pipeline", "--frames")]
    public async Task Help_EachCommand_Teaches(string verb, string command, string expected)
    {
        (int status, string output, _) = await ToolProcess.RunAsync(verb, command, "--help");
        Assert.Equal(0, status);
        Assert.Contains(expected, output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Main_WrongArguments_StatusTwo()
    {
        Assert.Equal(2, (await ToolProcess.RunAsync("alerts", "await")).Status);
        Assert.Equal(2, (await ToolProcess.RunAsync("nonsense")).Status);
    }

    [Fact]
    public async Task ProbeModel_FromAParent_TriesTheModel()
    {
        string path = Path.Combine(_folder, "model.onnx");
        await File.WriteAllBytesAsync(path, TestModels.Yolox(80, []));
        string digest = await ModelProbe.CheckAsync("dotnet", [ToolProcess.Assembly, "probe-model"], path, new ModelOptions(), 1L << 30, TimeSpan.FromSeconds(60));
        Assert.Equal(ModelSource.FromFile(path).Digest, digest);

        await File.WriteAllTextAsync(path, "no model");
        await Assert.ThrowsAsync<ModelRefusedException>(
            () => ModelProbe.CheckAsync("dotnet", [ToolProcess.Assembly, "probe-model"], path, new ModelOptions(), 1L << 30, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task ProbeModel_Help_IsHidden() =>
        Assert.DoesNotContain("probe-model", (await ToolProcess.RunAsync("--help")).Output, StringComparison.Ordinal);
}
