using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Testing.Onnx;
using Edge.Vision.Classification;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Inference;

public sealed class PackModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-packs-").FullName;

    private string PackPath => Path.Combine(_folder, "test.pack");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_Pack_IsWhatItsManifestSays()
    {
        PackWriter.Write(PackPath, Manifest(), new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(2, []) });

        using VisionModel model = Open();

        Assert.Equal(("parts", "1.2.3", DecoderKind.YoloxDecoded), (model.Definition.Name, model.Definition.Version, model.Definition.Decoder));
        Assert.Equal((ColorOrder.Rgb, InputFit.LetterboxCenter, 7), (model.Definition.Input.Color, model.Definition.Input.Fit, model.Definition.Input.Pad));
        Assert.Equal((0.4f, 0.45f), (model.Definition.ScoreThreshold, model.Definition.NmsThreshold));
        Assert.Equal(["scratch", "dent"], model.Definition.Labels);
        Assert.Equal(new ModelSource("", "", TestModels.Yolox(2, [])).Digest, model.Definition.Digest);
    }

    [Fact]
    public void Open_PackOfModelWithOpenSizes_FixesThem()
    {
        byte[] open = TestModels.Constant(["n", 3, "h", "w"], [("output", new float[21 * 7], [1, 21, 7])]);
        PackWriter.Write(PackPath, Manifest(), new Dictionary<string, byte[]> { ["m.onnx"] = open });

        using VisionModel model = Open();
        using Detector detector = model.CreateDetector();

        Assert.Equal((32, 32), (model.Definition.Input.Width, model.Definition.Input.Height));
    }

    [Theory]
    [InlineData(64, 32, "nchw", "64x32")]
    [InlineData(32, 32, "nhwc", "NHWC")]
    public void Open_PackOfAnotherInput_RefusedWithBoth(int width, int height, string layout, string expected)
    {
        PackManifest manifest = Manifest() with { Input = new PackInput { Width = width, Height = height, Layout = layout } };
        PackWriter.Write(PackPath, manifest, new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(2, []) });

        AssertRefused(expected, "[1x3x32x32]");
    }

    [Theory]
    [InlineData("nchw")]
    [InlineData("nhwc")]
    public void Open_GreyPack_ClassifiesByLuma(string layout)
    {
        byte[] onnx = layout == "nchw" ? TestModels.LightOrDark("n", 1, 16, 16) : TestModels.LightOrDark("n", 16, 16, 1);
        PackManifest manifest = Manifest() with
        {
            Task = "classify",
            Decoder = "classifier",
            Labels = ["light", "dark"],
            Input = new PackInput { Width = 16, Height = 16, Layout = layout, Color = "gray", Fit = "stretch" },
        };
        PackWriter.Write(PackPath, manifest, new Dictionary<string, byte[]> { ["m.onnx"] = onnx });

        using VisionModel model = Open();
        Assert.Equal((ColorOrder.Gray, 1), (model.Definition.Input.Color, model.Definition.Input.Channels));
        using CropClassifier classifier = model.CreateClassifier();
        using FramePool pool = new();
        using Frame frame = pool.Rent(64, 32);
        for (int y = 0; y < 32; y++)
        {
            // Green is light (150), blue is dark (29).
            for (int x = 0; x < 64; x++)
                ((ReadOnlySpan<byte>)(x < 32 ? [0, 255, 0] : [255, 0, 0])).CopyTo(frame.View.Row(y)[(x * 3)..]);
        }

        CropClass[] results = new CropClass[2];
        classifier.Classify(frame.View, [new BoxPx(8, 8, 10, 10), new BoxPx(44, 8, 10, 10)], results);
        Assert.Equal(["light", "dark"], results.Select(result => model.Definition.Labels[result.ClassId]));
    }

    [Theory]
    [InlineData(1, "bgr")]
    [InlineData(3, "gray")]
    public void Open_PackOfAnotherNumberOfChannels_RefusedWithBoth(int channels, string color)
    {
        byte[] onnx = TestModels.Constant([1, channels, 32, 32], [("output", new float[21 * 7], [1, 21, 7])]);
        PackManifest manifest = Manifest() with { Input = new PackInput { Width = 32, Height = 32, Color = color } };
        PackWriter.Write(PackPath, manifest, new Dictionary<string, byte[]> { ["m.onnx"] = onnx });

        AssertRefused($"[1x{channels}x32x32]", color);
    }

    [Fact]
    public void Open_PackOfAnotherNumberOfClasses_RefusedWithBothShapes()
    {
        PackWriter.Write(PackPath, Manifest(), new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(5, []) });
        AssertRefused("1x21x7", "1x21x10");
    }

    [Theory]
    [InlineData("anomaly", "detect", "anomaly")]
    [InlineData("classifier", "detect", "doesn't do task")]
    public void Open_PackWithDecoderThatDoesntFit_Refused(string decoder, string task, string expected)
    {
        PackWriter.Write(PackPath, Manifest() with { Decoder = decoder, Task = task }, new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(2, []) });
        AssertRefused(expected);
    }

    [Fact]
    public void Open_PackCutShort_RefusedAsModel()
    {
        PackWriter.Write(PackPath, Manifest(), new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(2, []) });
        File.WriteAllBytes(PackPath, File.ReadAllBytes(PackPath)[..200]);
        AssertRefused("not a zip");
    }

    [Fact]
    public void Open_GoldenVectorsThatHold_Accepted()
    {
        WriteClassifier(golden => golden);
        using VisionModel model = Open();
        Assert.Equal(DecoderKind.Classifier, model.Definition.Decoder);
    }

    [Fact]
    public void Open_GoldenVectorOfAnotherModel_RefusedNamingBothNumbers()
    {
        WriteClassifier(golden =>
        {
            golden[1] += 0.5f;
            return golden;
        });
        AssertRefused("golden/0.output", "element 1");
    }

    [Fact]
    public void Open_GoldenInputOfAnotherShape_RefusedWithBoth()
    {
        WriteClassifier(golden => golden, inputSide: 8);
        AssertRefused("[1x3x8x8]", "[1x3x16x16]");
    }

    private static PackManifest Manifest() => new()
    {
        Name = "parts",
        Version = "1.2.3",
        Task = "detect",
        Model = "m.onnx",
        Input = new PackInput { Width = 32, Height = 32, Color = "rgb", Fit = "letterbox-center", Pad = 7 },
        Decoder = "yolox-decoded",
        Labels = ["scratch", "dent"],
        Thresholds = new PackThresholds(0.4f, 0.45f),
        Licence = "Apache-2.0",
        OldestAgent = "0.1.0",
        Files = new Dictionary<string, string>(),
    };

    private void WriteClassifier(Func<float[], float[]> change, int inputSide = 16)
    {
        Random random = new(4);
        float[] input = [.. Enumerable.Range(0, 3 * inputSide * inputSide).Select(_ => random.NextSingle())];
        float[] means = [.. input.Chunk(inputSide * inputSide).Select(plane => plane.Average())];
        PackManifest manifest = Manifest() with
        {
            Task = "classify",
            Decoder = "classifier",
            Labels = ["r", "g", "b"],
            Input = new PackInput { Width = 16, Height = 16, Fit = "stretch" },
            Golden = [new PackGolden("golden/0.input", ["golden/0.output"], 0.001f)],
        };
        PackWriter.Write(PackPath, manifest, new Dictionary<string, byte[]>
        {
            ["m.onnx"] = TestModels.ChannelMeans("n", 16),
            ["golden/0.input"] = new PackTensor([1, 3, inputSide, inputSide], input).ToBytes(),
            ["golden/0.output"] = new PackTensor([1, 3], change(means)).ToBytes(),
        });
    }

    private VisionModel Open() => VisionModel.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);

    private void AssertRefused(params string[] words)
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => Open());
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }
}
