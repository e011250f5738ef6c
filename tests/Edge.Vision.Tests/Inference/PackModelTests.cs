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
    [InlineData("bgr", "letterbox-center", "nchw")]
    [InlineData("rgb", "stretch", "nhwc")]
    [InlineData("gray", "letterbox-top-left", "nchw")]
    public void Words_OfAnInput_ThereAndBack(string color, string fit, string layout)
    {
        PackInput words = new() { Width = 20, Height = 10, Color = color, Fit = fit, Layout = layout, Pad = 9, Mean = color == "gray" ? [1] : [1, 2, 3], Scale = color == "gray" ? [4] : [4, 5, 6] };
        PackInput back = PackInputs.ToPack(PackInputs.FromPack(words));
        Assert.Equal((20, 10, color, fit, layout, 9), (back.Width, back.Height, back.Color, back.Fit, back.Layout, back.Pad));
        Assert.Equal(words.Mean.Concat(words.Scale), back.Mean.Concat(back.Scale));
    }

    [Fact]
    public void Preprocess_AFrame_IsWhatTheDetectorIsFed()
    {
        PackWriter.Write(PackPath, Manifest() with { Input = new PackInput { Width = 32, Height = 32, Fit = "stretch" } }, new Dictionary<string, byte[]> { ["m.onnx"] = TestModels.Yolox(2, []) });
        using VisionModel model = Open();
        using FramePool pool = new();
        using Frame frame = pool.Rent(32, 32);
        for (int y = 0; y < 32; y++)
            frame.View.Row(y).Fill((byte)y);

        PackTensor input = GoldenVectors.Preprocess(model, frame.View);

        Assert.Equal([1, 3, 32, 32], input.Sizes);
        Assert.Equal(31, input.Elements[^1]);
        Assert.Equal(1, input.Elements[32]);
    }

    [Fact]
    public void Distance_OfTensors_IsTheLargestAndTheWhole()
    {
        (double largest, double rms) = GoldenVectors.Distance(new PackTensor([3], [3, 4, 0]), new PackTensor([3], [3, 4, 1]));
        Assert.Equal((1, 0.2), (largest, rms));
        Assert.Equal((0.5, 0.4), GoldenVectors.Distance(new PackTensor([2], [4, 3]), new PackTensor([2], [2, 3])));
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

    [Fact]
    public void OpenClassifier_PackWithTwoStages_ClassifiesTheCropsWithItsMargin()
    {
        WriteTwoStages(classifier => classifier with { Margin = 2 });

        using ModelStages stages = ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"], ScoreThreshold = 0.9f }, NullLogger.Instance);

        Assert.Equal((ModelTask.Detect, 0.9f), (stages.First.Definition.Task, stages.First.Definition.ScoreThreshold));
        Assert.Equal(PackReader.Open(PackPath, VisionModel.AgentVersion).Digest, stages.Digest);
        using CropClassifier classifier = stages.Classifier!.CreateClassifier();
        Assert.Equal(["light", "dark"], classifier.Labels);
        // A white box on black: dark as soon as the crop shows its surroundings, five times as wide.
        Assert.Equal("dark", classifier.Labels[Classify(classifier).ClassId]);
    }

    [Fact]
    public void OpenClassifier_CropsWithoutMargin_SeeOnlyTheBox()
    {
        WriteTwoStages(classifier => classifier with { Margin = 0 });
        using ModelStages stages = ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        using CropClassifier classifier = stages.Classifier!.CreateClassifier();
        Assert.Equal("light", classifier.Labels[Classify(classifier).ClassId]);
    }

    [Theory]
    [InlineData(0.7f, -1)]
    [InlineData(0.6f, 0)]
    public void OpenClassifier_KindLessProbableThanItsThreshold_IsNotTold(float least, int expected)
    {
        // It always says e^0.5 to 1, that is 0.62.
        WriteTwoStages(classifier => classifier with { Score = least }, TestModels.Constant([1, 1, 16, 16], [("scores", [0.5f, 0], [1, 2])]));
        using ModelStages stages = ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        using CropClassifier classifier = stages.Classifier!.CreateClassifier();
        Assert.Equal(expected, Classify(classifier).ClassId);
    }

    [Fact]
    public void OpenClassifier_OfAnotherShape_RefusedNamingItsFile()
    {
        WriteTwoStages(classifier => classifier with { Labels = ["a", "b", "c"] });
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance));
        Assert.Contains("[1x3]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenClassifier_DecoderOfADetector_Refused()
    {
        WriteTwoStages(classifier => classifier with { Decoder = "yolox" });
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance));
        Assert.Contains("yolox", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.03f, null, null)]
    [InlineData(0.03f, 0.01f, "root mean square")]
    [InlineData(0.001f, 0.01f, "element 1")]
    public void OpenClassifier_GoldenVectors_JudgedByElementAndAsAWhole(float tolerance, float? rms, string? fault)
    {
        // The model says 1, 1; the golden output 1, 1.02.
        PackGolden golden = new("golden/c.input", ["golden/c.output"], tolerance) { Rms = rms };
        WriteTwoStages(classifier => classifier with { Golden = [golden] }, TestModels.Constant([1, 1, 16, 16], [("scores", [1, 1], [1, 2])]), new Dictionary<string, byte[]>
        {
            ["golden/c.input"] = new PackTensor([1, 1, 16, 16], new float[256]).ToBytes(),
            ["golden/c.output"] = new PackTensor([1, 2], [1, 1.02f]).ToBytes(),
        });
        if (fault is null)
        {
            ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance).Dispose();
            return;
        }

        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => ModelStages.Open(PackPath, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance));
        Assert.Contains(fault, e.Message, StringComparison.Ordinal);
    }

    private static CropClass Classify(CropClassifier classifier)
    {
        using FramePool pool = new();
        using Frame frame = pool.Rent(100, 100);
        for (int y = 0; y < 100; y++)
        {
            frame.View.Row(y).Clear();
            if (y is >= 40 and < 60)
                frame.View.Row(y)[(40 * 3)..(60 * 3)].Fill(255);
        }

        CropClass[] results = new CropClass[1];
        classifier.Classify(frame.View, [new BoxPx(40, 40, 20, 20)], results);
        return results[0];
    }

    private void WriteTwoStages(Func<PackClassifier, PackClassifier> change, byte[]? second = null, Dictionary<string, byte[]>? more = null)
    {
        PackClassifier classifier = new()
        {
            Model = "kinds.onnx",
            Input = new PackInput { Width = 16, Height = 16, Color = "gray", Fit = "stretch" },
            Labels = ["light", "dark"],
        };
        Dictionary<string, byte[]> files = new(more ?? [])
        {
            ["m.onnx"] = TestModels.Yolox(2, []),
            ["kinds.onnx"] = second ?? TestModels.LightOrDark("n", 1, 16, 16),
        };
        PackWriter.Write(PackPath, Manifest() with { Classifier = change(classifier) }, files);
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
