using Edge.Testing.Onnx;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Vision.Tests.Inference;

/// <summary>What is recognised, and everything that is refused.</summary>
public sealed class VisionModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_YoloxShapes_RecognisedWithItsConventions()
    {
        using VisionModel model = Open(TestModels.Yolox(80, []));

        Assert.Equal(DecoderKind.Yolox, model.Definition.Decoder);
        Assert.Equal("person", model.Definition.Labels[0]);
        Assert.Equal((ColorOrder.Bgr, InputFit.LetterboxTopLeft, 114), (model.Definition.Input.Color, model.Definition.Input.Fit, model.Definition.Input.Pad));
        Assert.Equal("cpu", model.Provider);
        Assert.Contains("yolox", model.Explanation, StringComparison.Ordinal);
        Assert.Contains("1x21x85", model.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_YoloV8ShapesAndExportersNames_RecognisedWithThem()
    {
        using VisionModel model = Open(TestModels.Constant(
            [1, 3, 32, 32], [("output0", new float[6 * 21], [1, 6, 21])], ("names", "{0: 'good', 1: \"man's best\"}"), ("stride", "32")));

        Assert.Equal(DecoderKind.YoloV8, model.Definition.Decoder);
        Assert.Equal(["good", "man's best"], model.Definition.Labels);
        Assert.Equal((ColorOrder.Rgb, InputFit.LetterboxCenter), (model.Definition.Input.Color, model.Definition.Input.Fit));
    }

    [Theory]
    [InlineData(21, 85, 1f)]
    [InlineData(84, 21, 1 / 255f)]
    public void Open_GreyInput_RecognisedWhereTheFamilyTreatsAllChannelsAlike(int rows, int columns, float scale)
    {
        using VisionModel model = Open(TestModels.Constant([1, 1, 32, 32], [("output", new float[rows * columns], [1, rows, columns])]));

        Assert.Equal((ColorOrder.Gray, 1, 32 * 32 * 4), (model.Definition.Input.Color, model.Definition.Input.Channels, model.Definition.Input.SizeBytes));
        Assert.Equal([0, scale], model.Definition.Input.Mean.Concat(model.Definition.Input.Scale));
    }

    [Fact]
    public void Open_GreyInputOfAFamilyThatNormalisesEachColour_RefusedAskingForAPack() =>
        AssertRefused(TestModels.LightOrDark("n", 1, 16, 16), new ModelOptions { Decoder = "classifier", LabelsFile = Labels("light", "dark") }, "grey", "make a pack");

    [Fact]
    public void Open_InputSaidByTheUser_WinsOverTheFamilys()
    {
        InputOverrides said = new() { Color = ColorOrder.Rgb, Mean = [10], Scale = [0.5f], Fit = InputFit.Stretch, Pad = 3 };
        using VisionModel model = Open(TestModels.Yolox(80, []), new ModelOptions { Input = said });
        InputSpec spec = model.Definition.Input;
        Assert.Equal((ColorOrder.Rgb, InputFit.Stretch, 3), (spec.Color, spec.Fit, spec.Pad));
        Assert.Equal([10, 10, 10, 0.5f, 0.5f, 0.5f], spec.Mean.Concat(spec.Scale));
    }

    [Fact]
    public void Open_OpenSizesSaidByTheUser_AreFixed()
    {
        byte[] open = TestModels.Constant(["n", 3, "h", "w"], [("output", new float[21 * 85], [1, 21, 85])]);
        using VisionModel model = Open(open, new ModelOptions { Input = new InputOverrides { Width = 32, Height = 32 } });
        Assert.Equal((32, 32), (model.Definition.Input.Width, model.Definition.Input.Height));
    }

    [Fact]
    public void Open_InputSaidThatCantBe_Refused()
    {
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Input = new InputOverrides { Width = 64 } }, "64");
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Input = new InputOverrides { Color = ColorOrder.Gray } }, "gray");
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Input = new InputOverrides { Mean = [1, 2] } }, "mean has 2");
    }

    [Fact]
    public void Open_GreyClassifierWhoseTreatmentIsSaid_Taken()
    {
        ModelOptions options = new() { Decoder = "classifier", LabelsFile = Labels("light", "dark"), Input = new InputOverrides { Mean = [0], Scale = [1] } };
        using VisionModel model = Open(TestModels.LightOrDark("n", 1, 16, 16), options);
        Assert.Equal(ColorOrder.Gray, model.Definition.Input.Color);
    }

    [Fact]
    public void Open_LabelsFile_NamesTheClasses()
    {
        string labels = Path.Combine(_folder, "labels.txt");
        File.WriteAllText(labels, "scratch\ndent\n\n");

        using VisionModel model = Open(TestModels.Yolox(2, []), new ModelOptions { LabelsFile = labels });

        Assert.Equal(["scratch", "dent"], model.Definition.Labels);
    }

    [Fact]
    public void Open_ThresholdsOfUser_WinOverTheModels()
    {
        using VisionModel model = Open(TestModels.Yolox(80, []), new ModelOptions { ScoreThreshold = 0.01f, NmsThreshold = 0.65f });

        Assert.Equal((0.01f, 0.65f), (model.Definition.ScoreThreshold, model.Definition.NmsThreshold));
    }

    [Fact]
    public void Open_ProvidersThatAreMissing_PassedOverAndSaidOnceEach()
    {
        Messages messages = new();
        using VisionModel model = VisionModel.Open(Source(TestModels.Yolox(80, [])), new ModelOptions { Providers = ["tensorrt", "cuda", "cpu"] }, messages);

        Assert.Equal("cpu", model.Provider);
        Assert.Single(messages.Lines, line => line.Contains("tensorrt is not used", StringComparison.Ordinal));
        Assert.Single(messages.Lines, line => line.Contains("cuda is not used", StringComparison.Ordinal));
        Assert.Single(messages.Lines, line => line.Contains(model.Definition.Digest, StringComparison.Ordinal));
    }

    [Fact]
    public void Open_OnlyMissingProviders_RefusedNamingThem() =>
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Providers = ["tensorrt"] }, "can't be opened by tensorrt");

    [Fact]
    public void Open_UnknownProvider_RefusedWithTheAllowed() =>
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Providers = ["npu"] }, "npu", "tensorrt, cuda, cpu");

    [Fact]
    public void Open_MissingFile_Refused() => AssertPathRefused(Path.Combine(_folder, "absent.onnx"), "does not exist");

    [Fact]
    public void Open_FolderWithoutManifest_Refused() => AssertPathRefused(_folder, "manifest.json");

    [Fact]
    public void Open_EmptyFile_Refused()
    {
        string path = Path.Combine(_folder, "empty.onnx");
        File.WriteAllBytes(path, []);
        AssertPathRefused(path, "0 bytes");
    }

    [Fact]
    public void Open_Text_Refused() => AssertRefused("#!/bin/sh\necho hello, I am a model\n"u8.ToArray(), new(), "not an ONNX file");

    [Fact]
    public void Open_Noise_Refused()
    {
        Random random = new(3);
        for (int round = 0; round < 200; round++)
        {
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            AssertRefused(bytes, new());
        }
    }

    [Fact]
    public void Open_CutAnywhere_Refused()
    {
        byte[] whole = TestModels.Yolox(1, []);
        for (int length = 1; length < whole.Length; length += 11)
            AssertRefused(whole[..length], new());
    }

    [Fact]
    public void Open_ExternalData_RefusedNamingTheTensor()
    {
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .External("secrets", "/etc/passwd", 1, 21, 85)
            .Node("Identity", ["secrets"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        AssertRefused(model, new(), "secrets", "another file");
    }

    [Fact]
    public void Open_ExternalDataInsideALoop_Refused()
    {
        OnnxGraph body = new OnnxGraph("body").External("hidden", "../../key", 4);
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .Node("Loop", ["", "", "images"], ["output"], ("body", body))
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        AssertRefused(model, new(), "hidden", "another file");
    }

    [Fact]
    public void Open_InputOfWrongRank_RefusedWithBothShapes() =>
        AssertRefused(TestModels.Constant([1, 100], [("output", new float[85], [1, 1, 85])]), new(), "[1x100]", "4 dimensions");

    [Fact]
    public void Open_InputOfWrongType_RefusedWithTheAllowed()
    {
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Double, 1, 3, 32, 32)
            .Floats("v", new float[21 * 85], 1, 21, 85)
            .Node("Identity", ["v"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        AssertRefused(model, new(), "Double", "Float, Float16 or UInt8");
    }

    [Fact]
    public void Open_TwoInputs_Refused()
    {
        byte[] model = new OnnxGraph()
            .Input("a", OnnxType.Float, 1, 3, 32, 32)
            .Input("b", OnnxType.Float, 1, 3, 32, 32)
            .Node("Add", ["a", "b"], ["output"])
            .Output("output", OnnxType.Float, 1, 3, 32, 32)
            .ToModel();
        AssertRefused(model, new(), "2 inputs");
    }

    [Fact]
    public void Open_ShapesOfNoDecoder_RefusedListingWhatEachExpects() =>
        AssertRefused(TestModels.Constant([1, 3, 32, 32], [("weird", new float[7], [7])]), new(), "[7]", "no decoder", "yolox:", "nanodet:", "yolov8:", "ssd:", "model.decoder");

    [Fact]
    public void Open_ShapesOfAnotherDecoderThanNamed_RefusedWithBothShapes() =>
        // Not 80 classes: their 85 columns would be the cells of the strides 4 to 32, and 86 those of 4 to 64.
        AssertRefused(TestModels.Yolox(82, []), new ModelOptions { Decoder = "yolov8" }, "yolov8", "(4 + classes) x cells", "1x21x87");

    [Fact]
    public void Open_UnknownDecoder_RefusedWithTheAllowed() =>
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { Decoder = "crystal-ball" }, "crystal-ball", "nanodet");

    [Fact]
    public void Open_ClassesWithoutNames_Refused() => AssertRefused(TestModels.Yolox(3, []), new(), "3 classes", "model.labelsFile");

    [Fact]
    public void Open_LabelsOfAnotherNumber_RefusedWithBothNumbers()
    {
        string labels = Path.Combine(_folder, "labels.txt");
        File.WriteAllLines(labels, ["a", "b"]);
        AssertRefused(TestModels.Yolox(3, []), new ModelOptions { LabelsFile = labels }, "3 classes", "2 labels");
    }

    [Fact]
    public void Open_MissingLabelsFile_Refused() =>
        AssertRefused(TestModels.Yolox(3, []), new ModelOptions { LabelsFile = Path.Combine(_folder, "absent") }, "labels file", "absent");

    [Fact]
    public void Open_OpenInputSizeWithoutPack_Refused() =>
        AssertRefused(TestModels.Constant([1, 3, "h", "w"], [("output", new float[85], [1, 1, 85])]), new(), "open", "pack");

    [Fact]
    public void Open_BatchOfTwo_Refused() =>
        AssertRefused(TestModels.Constant([2, 3, 32, 32], [("output", new float[21 * 85], [1, 21, 85])]), new(), "2 pictures at once");

    [Fact]
    public void Open_ThresholdOutOfRange_Refused() =>
        AssertRefused(TestModels.Yolox(80, []), new ModelOptions { ScoreThreshold = 1.5f }, "1.5", "0 to 1");

    [Fact]
    public void Open_UnknownOperator_Refused()
    {
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .Node("Hallucinate", ["images"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        AssertRefused(model, new(), "Hallucinate");
    }

    [Fact]
    public void Open_ModelThatFailsWhenRun_Refused()
    {
        byte[] model = new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, "h", 32)
            .Integers("shape", [1, 21, 85], 3)
            .Node("Reshape", ["images", "shape"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 85)
            .ToModel();
        AssertRefused(model, new(), "open");
    }

    private static ModelSource Source(byte[] bytes) => new("test", "test.onnx", bytes);

    private string Labels(params string[] names)
    {
        string path = Path.Combine(_folder, "labels.txt");
        File.WriteAllLines(path, names);
        return path;
    }

    private static VisionModel Open(byte[] bytes, ModelOptions? options = null) =>
        VisionModel.Open(Source(bytes), options ?? new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);

    private static void AssertRefused(byte[] bytes, ModelOptions options, params string[] words)
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => VisionModel.Open(Source(bytes), options, NullLogger.Instance));
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }

    private static void AssertPathRefused(string path, params string[] words)
    {
        ModelRefusedException e = Assert.Throws<ModelRefusedException>(() => VisionModel.Open(path, new ModelOptions(), NullLogger.Instance));
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }

    private sealed class Messages : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
