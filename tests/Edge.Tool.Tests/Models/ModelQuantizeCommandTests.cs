using System.Text.Json;
using Edge.Domain.Frames;
using Edge.Tool.Onnx;
using Edge.Vision.Images;

namespace Edge.Tool.Tests.Models;

public sealed class ModelQuantizeCommandTests : IDisposable
{
    private static readonly string Pack = Path.Combine(Repository(), "models", "street-demo");
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-quantize-").FullName;

    [Fact]
    public async Task Quantize_ThePackThatShips_RunsInIntegersButForTheTail()
    {
        WritePictures(6);
        string output = Path.Combine(_folder, "int8.onnx");

        (int status, string text, string errors) = await ToolProcess.RunAsync(
            "model", "quantize", Pack, "--calibrate", _folder, "--out", output, "--rounds", "0", "--budget", "0", "--equalize", "--bias-correct", "--json");

        Assert.True(status == 0, errors);
        JsonElement report = JsonDocument.Parse(text).RootElement;
        Dictionary<string, int> operators = report.GetProperty("quantizedOperators").EnumerateArray().ToDictionary(pair => pair.GetProperty("key").GetString()!, pair => pair.GetProperty("value").GetInt32());
        Assert.Equal(report.GetProperty("layers").GetInt32(), operators["QLinearConv"]);
        Assert.DoesNotContain("Conv", operators.Keys);
        Assert.InRange(operators["DequantizeLinear"], 1, 3);
        Assert.InRange(report.GetProperty("sqnrDb").GetDouble(), 15, 80);
        Assert.InRange(report.GetProperty("quantizedBytes").GetDouble() / report.GetProperty("floatBytes").GetDouble(), 0.2, 0.6);
        Assert.Equal(2, report.GetProperty("trials").GetArrayLength());
        Assert.Contains(OnnxModel.Load(output).Nodes, node => node.OpType == "QuantizeLinear");
    }

    [Fact]
    public async Task Quantize_FolderWithoutPictures_IsRefusedByName()
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("model", "quantize", Pack, "--calibrate", _folder, "--out", Path.Combine(_folder, "o.onnx"));

        Assert.Equal(2, status);
        Assert.Contains($"calibration folder '{_folder}' has no picture", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Quantize_DamagedPicture_IsRefusedByName()
    {
        WritePictures(2);
        File.WriteAllText(Path.Combine(_folder, "aaa.jpg"), "not a picture");

        (int status, _, string errors) = await ToolProcess.RunAsync("model", "quantize", Pack, "--calibrate", _folder, "--out", Path.Combine(_folder, "o.onnx"));

        Assert.Equal(2, status);
        Assert.Contains("aaa.jpg", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--method", "magic", "minmax, percentile, entropy, mse")]
    [InlineData("--percentile", "30", "above 50, to 100")]
    [InlineData("--images", "0", "1 to 10000")]
    [InlineData("--activations", "int4", "uint8, int8-symmetric")]
    [InlineData("--budget", "lots", "a number of layers")]
    public async Task Quantize_WrongOption_SaysWhatIsAllowed(string option, string value, string allowed)
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("model", "quantize", Pack, "--calibrate", _folder, option, value);

        Assert.Equal(2, status);
        Assert.Contains($"{option} is {value}", errors, StringComparison.Ordinal);
        Assert.Contains(allowed, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quantize_UnknownNodeExcluded_IsRefusedByName()
    {
        WritePictures(1);

        (int status, _, string errors) = await ToolProcess.RunAsync("model", "quantize", Pack, "--calibrate", _folder, "--out", Path.Combine(_folder, "o.onnx"), "--exclude", "no-such-node");

        Assert.Equal(2, status);
        Assert.Contains("no node 'no-such-node'", errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Pictures of coloured bars, no two the same.</summary>
    private void WritePictures(int count)
    {
        using FramePool pool = new();
        for (int picture = 0; picture < count; picture++)
        {
            using Frame frame = pool.Rent(320, 192);
            for (int y = 0; y < frame.Height; y++)
            {
                Span<byte> row = frame.View.Row(y);
                for (int i = 0; i < row.Length; i++)
                    row[i] = (byte)(((i / (9 + picture) * 37) + (y / 16 * 53 * (picture + 1)) + (i % 3 * 71)) % 256);
            }

            File.WriteAllBytes(Path.Combine(_folder, $"picture{picture}.jpg"), ImageCodec.EncodeJpeg(frame.View, 90));
        }
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Edge.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
