using Edge.Testing.Onnx;
using Edge.Vision.Inference;

namespace Edge.Vision.Tests.Inference;

public sealed class ModelProbeTests : IDisposable
{
    private const long Plenty = 1L << 30;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-probe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task CheckAsync_GoodModel_GivesItsDigest()
    {
        string path = Write(TestModels.Yolox(80, []));
        Assert.Equal(ModelSource.FromFile(path).Digest, await Check(path, Plenty, Long));
    }

    [Fact]
    public async Task CheckAsync_ModelThatIsRefused_RefusedInItsOwnWords()
    {
        string path = Write(TestModels.Yolox(3, []));
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => Check(path, Plenty, Long));
        Assert.Contains("3 classes without names", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_OptionsOfUser_ReachTheChild()
    {
        string labels = Path.Combine(_folder, "labels.txt");
        File.WriteAllLines(labels, ["a", "b", "c"]);
        string path = Write(TestModels.Yolox(3, []));

        Assert.Equal(64, (await Check(path, Plenty, Long, new ModelOptions { LabelsFile = labels, Decoder = "yolox" })).Length);
    }

    [Fact]
    public async Task CheckAsync_ModelThatNeedsGigabytes_RefusedWithinItsMemory()
    {
        // On its first picture it makes 3.6 GB from one number.
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .Integers("large", [30_000, 30_000], 2)
            .Floats("rows", new float[21 * 85], 1, 21, 85)
            .Node("ReduceMax", ["images"], ["one"], ("keepdims", 0))
            .Node("Expand", ["one", "large"], ["bomb"])
            .Node("Exp", ["bomb"], ["more"])
            .Node("ReduceMax", ["more"], ["sum"], ("keepdims", 0))
            .Node("Add", ["rows", "sum"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        await Assert.ThrowsAsync<ModelRefusedException>(() => Check(Write(model), 256L << 20, Long));
    }

    [Fact]
    public async Task CheckAsync_ChildThatCrashes_RefusedSayingSo()
    {
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(
            () => ModelProbe.CheckAsync("/bin/sh", ["-c", "echo broken >&2; kill -SEGV $$"], "m.onnx", new(), Plenty, Long));
        Assert.Contains("m.onnx", e.Message, StringComparison.Ordinal);
        Assert.Contains("139", e.Message, StringComparison.Ordinal);
        Assert.Contains("broken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_ChildThatHangs_RefusedAfterItsTime()
    {
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(
            () => ModelProbe.CheckAsync("/bin/sh", ["-c", "exec sleep 600"], "m.onnx", new(), Plenty, TimeSpan.FromMilliseconds(200)));
        Assert.Contains("0.2 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_ChildThatLies_Refused()
    {
        await Assert.ThrowsAsync<ModelRefusedException>(
            () => ModelProbe.CheckAsync("/bin/sh", ["-c", "echo accepted nonsense; exit 1"], "m.onnx", new(), Plenty, Long));
        await Assert.ThrowsAsync<ModelRefusedException>(() => ModelProbe.CheckAsync("/bin/true", [], "m.onnx", new(), Plenty, Long));
    }

    [Fact]
    public async Task CheckAsync_MissingExecutable_Refused() =>
        await Assert.ThrowsAsync<ModelRefusedException>(() => ModelProbe.CheckAsync("/absent/program", [], "m.onnx", new(), Plenty, Long));

    private static Task<string> Check(string path, long memory, TimeSpan time, ModelOptions? options = null) =>
        ModelProbe.CheckAsync("dotnet", [typeof(ModelProbeTests).Assembly.Location, "probe-model"], path, options ?? new(), memory, time);

    private string Write(byte[] model)
    {
        string path = Path.Combine(_folder, "model.onnx");
        File.WriteAllBytes(path, model);
        return path;
    }
}
