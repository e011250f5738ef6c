using System.Text.Json;
using Edge.Testing.Onnx;

namespace Edge.Tool.Tests.Models;

public sealed class ModelInspectCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-inspect-").FullName;

    [Fact]
    public async Task Inspect_SmallClassifier_CountsParametersAndMacsByHand()
    {
        // 8 filters of 3x3x3 on 16x16 pixels with stride 2: 8 * 27 weights and 8 biases; 8 * 8 results for each of 8 channels, 27 MACs each.
        string path = Write(new OnnxGraph().Input("images", OnnxType.Float, 1, 3, 16, 16)
            .Floats("w", new float[8 * 27], 8, 3, 3, 3).Floats("b", new float[8], 8)
            .Node("Conv", ["images", "w", "b"], ["c"], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }))
            .Node("GlobalAveragePool", ["c"], ["p"]).Node("Flatten", ["p"], ["y"]).Output("y", OnnxType.Float, 1, 8).ToModel(("names", "{0:'a',1:'b',2:'c',3:'d',4:'e',5:'f',6:'g',7:'h'}")));

        JsonElement found = await InspectAsync(path);

        Assert.Equal((8 * 27) + 8, found.GetProperty("parameters").GetInt64());
        Assert.Equal(8 * 64 * 27, found.GetProperty("macs").GetInt64());
        Assert.Contains("'classifier'", found.GetProperty("decoder").GetString(), StringComparison.Ordinal);
        JsonElement layer = found.GetProperty("layers").EnumerateArray().First();
        Assert.Equal("1x3x16x16", layer.GetProperty("inputs").GetString());
        Assert.Equal("1x8x8x8", layer.GetProperty("outputs").GetString());
        Assert.Equal(1.0, layer.GetProperty("macShare").GetDouble());
    }

    [Fact]
    public async Task Inspect_ModelThatNoDecoderFits_SaysWhyAndStillShowsIt()
    {
        JsonElement found = await InspectAsync(Write(new OnnxGraph().Input("x", OnnxType.Float, 1, 3, 8, 8).Node("Relu", ["x"], ["y"]).Output("y", OnnxType.Float, 1, 3, 8, 8).ToModel()));

        Assert.StartsWith("none: ", found.GetProperty("decoder").GetString(), StringComparison.Ordinal);
        Assert.Equal(["y Float [1x3x8x8]"], found.GetProperty("outputs").EnumerateArray().Select(output => output.GetString()));
    }

    [Fact]
    public async Task Inspect_Pack_IsReadThroughItsManifest()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Edge.sln")))
            folder = Path.GetDirectoryName(folder)!;

        JsonElement found = await InspectAsync(Path.Combine(folder, "models", "street-demo"));

        Assert.Contains("pack street-demo", found.GetProperty("decoder").GetString(), StringComparison.Ordinal);
        Assert.Equal("MIT", found.GetProperty("metadata").GetProperty("licence").GetString());
    }

    [Fact]
    public async Task Inspect_FileThatIsNoModel_IsRefusedByName()
    {
        string path = Path.Combine(_folder, "broken.onnx");
        File.WriteAllText(path, "this is no model");

        (int status, _, string errors) = await ToolProcess.RunAsync("model", "inspect", path);

        Assert.Equal(2, status);
        Assert.Contains("broken.onnx", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(byte[] model)
    {
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model);
        return path;
    }

    private static async Task<JsonElement> InspectAsync(string path)
    {
        (int status, string text, string errors) = await ToolProcess.RunAsync("model", "inspect", path, "--json");
        Assert.True(status == 0, errors);
        return JsonDocument.Parse(text).RootElement;
    }
}
