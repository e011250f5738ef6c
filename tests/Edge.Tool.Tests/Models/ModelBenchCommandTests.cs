using System.Text.Json;
using Edge.Domain.Frames;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Packs;
using Edge.Vision.Images;

namespace Edge.Tool.Tests.Models;

/// <summary>A real paired run of small models in their own processes. What is measured is not judged, only how.</summary>
public sealed class ModelBenchCommandTests : IDisposable
{
    private readonly PackWorkshop _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bench_TwoModelsAndThreads_MeasuresEachAndComparesWithTheFirst()
    {
        string labels = _folder.Labels("labels.txt", "a", "b");
        JsonElement root = await RunAsync("model", "bench", _folder.Detector(), _folder.Detector("other.onnx"), "--threads", "1,2", "--labels", labels, "--rounds", "3", "--round-seconds", "0.01", "--json");

        JsonElement[] results = [.. root.GetProperty("results").EnumerateArray()];
        Assert.Equal(4, results.Length);
        Assert.Equal([1, 1, 2, 2], results.Select(result => result.GetProperty("threads").GetInt32()));
        foreach (JsonElement result in results)
        {
            Assert.True(result.GetProperty("runs").GetInt32() >= 3);
            Assert.True(result.GetProperty("p50Ms").GetDouble() > 0);
            Assert.True(result.GetProperty("p50Ms").GetDouble() <= result.GetProperty("p90Ms").GetDouble());
            Assert.True(result.GetProperty("p90Ms").GetDouble() <= result.GetProperty("p99Ms").GetDouble());
            Assert.True(result.GetProperty("peakBytes").GetInt64() > 10_000_000);
            Assert.Equal("float32", result.GetProperty("precision").GetString());
        }

        Assert.Equal(JsonValueKind.Null, results[0].GetProperty("ratio").ValueKind);
        Assert.All(results.Skip(1), result => Assert.True(result.GetProperty("ratio").GetProperty("low").GetDouble() <= result.GetProperty("ratio").GetProperty("high").GetDouble()));
        Assert.NotEmpty(root.GetProperty("machine").GetProperty("processor").GetString()!);
    }

    [Fact]
    public async Task Bench_ProviderThatIsMissing_PassedOverAndNamed()
    {
        string labels = _folder.Labels("labels.txt", "a", "b");
        JsonElement root = await RunAsync("model", "bench", _folder.Detector(), "--provider", "cpu,tensorrt", "--labels", labels, "--rounds", "1", "--round-seconds", "0", "--json");
        Assert.Contains("tensorrt", root.GetProperty("results")[1].GetProperty("skipped").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Bench_Images_GoesEndToEndThroughBothStages()
    {
        string pack = await _folder.PackAsync(
            "two.pack", "--classifier", _folder.GreyClassifier(), "--classifier-labels", _folder.Labels("kinds.txt", "light", "dark"),
            "--classifier-decoder", "classifier", "--classifier-color", "gray", "--classifier-mean", "0", "--classifier-scale", "1");
        string images = _folder.File("images");
        Directory.CreateDirectory(images);
        using FramePool pool = new();
        for (int i = 0; i < 3; i++)
        {
            using Frame frame = pool.Rent(48, 40);
            for (int y = 0; y < 40; y++)
                frame.View.Row(y).Fill((byte)(80 * i));
            File.WriteAllBytes(Path.Combine(images, $"{i}.jpg"), ImageCodec.EncodeJpeg(frame.View, 90));
        }

        JsonElement result = (await RunAsync("model", "bench", pack, "--images", images, "--threads", "1", "--rounds", "2", "--round-seconds", "0", "--json")).GetProperty("results")[0];
        Assert.Equal(3, result.GetProperty("pictures").GetInt32());
        // Whole passes over the pictures, two rounds.
        Assert.Equal(0, result.GetProperty("runs").GetInt32() % 6);
        Assert.True(result.GetProperty("decodeMs").GetDouble() > 0);
        Assert.True(result.GetProperty("perSecond").GetDouble() > 0);
    }

    [Theory]
    [InlineData("--threads", "many", "--threads")]
    [InlineData("--provider", "abacus", "cpu, cuda, tensorrt")]
    [InlineData("--rounds", "0", "--rounds")]
    [InlineData("--images", "/nowhere", "/nowhere")]
    public async Task Bench_WrongArgument_RefusedNamingIt(string option, string value, string expected)
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("model", "bench", _folder.Detector(), "--labels", _folder.Labels("labels.txt", "a", "b"), option, value);
        Assert.Equal(2, status);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_ModelThatIsNone_RefusedSayingWhy()
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("model", "bench", _folder.Write("bad.onnx", "no model"u8.ToArray()));
        Assert.Equal(2, status);
        Assert.Contains("not an ONNX file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_Int8Model_IsCalledThat()
    {
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .Floats("rows", new float[21 * 85], 1, 21, 85)
            .Floats("scale", [0.1f])
            .Node("QuantizeLinear", ["rows", "scale"], ["small"])
            .Node("DequantizeLinear", ["small", "scale"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        JsonElement root = await RunAsync("model", "bench", _folder.Write("int8.onnx", model), "--rounds", "1", "--round-seconds", "0", "--json");
        Assert.Equal("int8", root.GetProperty("results")[0].GetProperty("precision").GetString());
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments);
        Assert.True(status == 0, output + errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
