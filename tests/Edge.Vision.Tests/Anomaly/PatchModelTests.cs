using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing.Onnx;
using Edge.Vision.Anomaly;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Anomaly;

/// <summary>A backbone whose only feature is the mean of 8 by 8 grey pixels, less 100: what it must say of a picture is known.</summary>
public sealed class PatchModelTests : IDisposable
{
    private const int Side = 32;
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-patch-").FullName;
    private readonly FramePool _pool = new();

    private string PackPath => Path.Combine(_folder, "test.pack");

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Judge_SpotOnAGoodPart_ScoredAndFoundWhereItIs()
    {
        // Good parts are grey 100 or 140; the threshold is a distance of 10.
        using PatchModel model = Open(Write(Manifest(), Bank(0, 40)));
        using PatchDetector detector = model.CreateDetector();
        using Frame frame = Grey(140);
        AnomalyMap map = new();
        List<AnomalyRegion> regions = [];

        Assert.Equal(0, detector.Judge(frame.View, map));
        Fill(frame, 8, 16, 165);
        float score = detector.Judge(frame.View, map);
        map.FindRegions(regions);

        Assert.Equal(2.5f, score, 1e-5f);
        Assert.Equal((2.5f, true), (map[1, 2], map.IsAnomalous));
        Assert.Equal(new AnomalyRegion(new BoxPx(8, 16, 8, 8), map[1, 2]), Assert.Single(regions));
    }

    [Fact]
    public void Judge_FrameOfTwiceTheSize_BoxesInItsPixels()
    {
        using PatchModel model = Open(Write(Manifest(), Bank(0)));
        using PatchDetector detector = model.CreateDetector();
        using Frame frame = _pool.Rent(2 * Side, 2 * Side);
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(100);
        for (int y = 32; y < 48; y++)
            frame.View.Row(y).Slice(16 * 3, 16 * 3).Fill(200);
        AnomalyMap map = new();
        List<AnomalyRegion> regions = [];

        detector.Judge(frame.View, map);
        map.FindRegions(regions);

        Assert.Equal(new BoxPx(16, 32, 16, 16), regions[0].Box);
    }

    [Fact]
    public void Judge_GaussianDecides_DeviationsInUnitsOfItsThreshold()
    {
        PackManifest manifest = Manifest();
        manifest = manifest with { Anomaly = manifest.Anomaly! with { Decides = PackAnomaly.Gaussian, GaussianThreshold = 4 } };
        using PatchModel model = Open(Write(manifest, new PatchBank([0], [10], [0.5f])));
        using PatchDetector detector = model.CreateDetector();
        using Frame frame = Grey(126);

        // (26 - 10) / 2 is eight deviations.
        Assert.Equal(2, detector.Judge(frame.View, new AnomalyMap()), 1e-5f);
    }

    [Fact]
    public void Judge_AgainAndAgain_AllocatesNothing()
    {
        using PatchModel model = Open(Write(Manifest(), Bank(0, 40)));
        using PatchDetector detector = model.CreateDetector();
        using Frame frame = Grey(200);
        AnomalyMap map = new();
        List<AnomalyRegion> regions = [];
        for (int i = 0; i < 3; i++)
        {
            detector.Judge(frame.View, map);
            map.FindRegions(regions);
            // Its table of colours is made at the first use.
            HeatMap.Blend(frame.View, map);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
        {
            detector.Judge(frame.View, map);
            map.FindRegions(regions);
            HeatMap.Blend(frame.View, map);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Open_GoldenMap_CheckedAgainstTheScores()
    {
        float[] input = [.. Enumerable.Repeat(120f, Side * Side)];
        float[] map = [.. Enumerable.Repeat(2f, 16)];
        using PatchModel sound = Open(Write(Golden(), Bank(0), input, map));
        map[7] = 2.5f;

        ModelRefusedException e = Refused(Write(Golden(), Bank(0), input, map));

        Assert.Equal(ModelFault.Golden, e.Fault);
        Assert.Contains("element 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MemoryOfOtherFeatures_RefusedWithBoth()
    {
        ModelRefusedException e = Refused(Write(Manifest(), new PatchBank([0, 0], [0, 0], [1, 1])));

        Assert.Equal(ModelFault.Shape, e.Fault);
        Assert.Contains("gives 1 features", e.Message, StringComparison.Ordinal);
        Assert.Contains("holds 2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedMemory_RefusedByFile()
    {
        byte[] bank = Bank(0).ToBytes();
        ModelRefusedException e = Refused(Write(Manifest(), bank[..^1]));

        Assert.Equal(ModelFault.Pack, e.Fault);
        Assert.Contains("memory.bin", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BackboneThatGivesNoMap_Refused()
    {
        PackWriter.Write(PackPath, Manifest(), new Dictionary<string, byte[]>
        {
            ["m.onnx"] = TestModels.Constant([1, 1, Side, Side], [("out", new float[10], [1, 10])]),
            ["memory.bin"] = Bank(0).ToBytes(),
        });

        ModelRefusedException e = Refused(PackPath);

        Assert.Equal(ModelFault.Shape, e.Fault);
        Assert.Contains("anomaly", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherThings_RefusedWithWhatIsAllowed()
    {
        string bare = Path.Combine(_folder, "m.onnx");
        File.WriteAllBytes(bare, Backbone());
        Assert.Contains("station teach", Refused(bare).Message, StringComparison.Ordinal);
        Assert.Contains("decoder 'anomaly' needs a pack", Assert.Throws<ModelRefusedException>(() =>
            VisionModel.Open(bare, new ModelOptions { Providers = ["cpu"], Decoder = "anomaly" }, NullLogger.Instance)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenStages_AnomalyPack_IsOneAndDetectsNothing()
    {
        using ModelStages stages = ModelStages.Open(Write(Manifest(), Bank(0)), new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);

        Assert.NotNull(stages.Anomaly);
        Assert.Equal(ModelTask.Anomaly, stages.First.Definition.Task);
        Assert.Contains("Anomaly", Assert.Throws<InvalidOperationException>(() => stages.First.CreateDetector()).Message, StringComparison.Ordinal);
    }

    private static byte[] Backbone() => new OnnxGraph()
        .Input("image", OnnxType.Float, 1, 1, Side, Side)
        .Floats("less", [-100], 1)
        .Node("AveragePool", ["image"], ["mean"], ("kernel_shape", new[] { 8, 8 }), ("strides", new[] { 8, 8 }))
        .Node("Add", ["mean", "less"], ["patches"])
        .Output("patches", OnnxType.Float, 1, 1, Side / 8, Side / 8)
        .ToModel();

    private static PatchBank Bank(params sbyte[] patches) => new(patches, [0], [1]);

    private static PackManifest Manifest() => new()
    {
        Name = "lid",
        Version = "1.0.0",
        Task = "anomaly",
        Model = "m.onnx",
        Input = new PackInput { Width = Side, Height = Side, Color = "gray", Fit = "stretch" },
        Decoder = "anomaly",
        Labels = ["difference"],
        Thresholds = new PackThresholds(0.5f, 1),
        Licence = "MIT",
        OldestAgent = "0.1.0",
        Anomaly = new PackAnomaly { Bank = "memory.bin", Decides = PackAnomaly.Neighbour, NeighbourThreshold = 10, GaussianThreshold = 3, FalseRejects = 0.01f, Taught = 20 },
        Files = new Dictionary<string, string>(),
    };

    private static PackManifest Golden() => Manifest() with { Golden = [new PackGolden("in", ["out"], 0.01f)] };

    private string Write(PackManifest manifest, PatchBank bank, float[]? input = null, float[]? map = null) => Write(manifest, bank.ToBytes(), input, map);

    private string Write(PackManifest manifest, byte[] bank, float[]? input = null, float[]? map = null)
    {
        Dictionary<string, byte[]> files = new() { ["m.onnx"] = Backbone(), ["memory.bin"] = bank };
        if (input is not null)
        {
            files["in"] = new PackTensor([1, 1, Side, Side], input).ToBytes();
            files["out"] = new PackTensor([1, 4, 4], map!).ToBytes();
        }

        PackWriter.Write(PackPath, manifest, files);
        return PackPath;
    }

    private static PatchModel Open(string path) => PatchModel.Open(path, new ModelOptions { Providers = ["cpu"], Threads = 1 }, NullLogger.Instance);

    private static ModelRefusedException Refused(string path) => Assert.Throws<ModelRefusedException>(() => Open(path));

    private Frame Grey(byte grey)
    {
        Frame frame = _pool.Rent(Side, Side);
        for (int y = 0; y < Side; y++)
            frame.View.Row(y).Fill(grey);
        return frame;
    }

    private static void Fill(Frame frame, int x, int y, byte grey)
    {
        for (int row = y; row < y + 8; row++)
            frame.View.Row(row).Slice(x * 3, 8 * 3).Fill(grey);
    }
}
