using Edge.Contracts.Packs;
using Edge.Testing.Onnx;
using Edge.Tool.Packs;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Tool.Tests.Packs;

public sealed class PackMakerTests : IDisposable
{
    private readonly PackWorkshop _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Make_BareDetector_SaysWhatItsShapesTell()
    {
        Pack pack = await MakeAsync(Request());

        PackManifest manifest = pack.Manifest;
        Assert.Equal(("detector", "1.0.0", "detect", "yolox"), (manifest.Name, manifest.Version, manifest.Task, manifest.Decoder));
        Assert.Equal((32, 32, "bgr", "letterbox-top-left"), (manifest.Input.Width, manifest.Input.Height, manifest.Input.Color, manifest.Input.Fit));
        Assert.Equal(["scratch", "dent"], manifest.Labels);
        Assert.Equal((0.25f, 0.5f), (manifest.Thresholds.Score, manifest.Thresholds.Nms));
        PackGolden golden = Assert.Single(manifest.Golden);
        Assert.Equal(0.001f, golden.Tolerance);
        Assert.Null(golden.Rms);
        Assert.Equal([1, 3, 32, 32], PackTensor.Read(pack.File(golden.Input), golden.Input).Sizes);
    }

    [Fact]
    public async Task Make_Twice_GivesTheSameBytes()
    {
        await MakeAsync(Request());
        byte[] first = File.ReadAllBytes(_folder.File("out.pack"));
        await MakeAsync(Request());
        Assert.Equal(first, File.ReadAllBytes(_folder.File("out.pack")));
    }

    [Fact]
    public async Task Make_GreySecondStage_GoldenVectorsAreCropsOfWhatTheDetectorFinds()
    {
        Pack pack = await MakeAsync(Request() with { Classifier = Classifier(margin: 0.5f) });

        PackClassifier second = pack.Manifest.Classifier!;
        Assert.Equal(("classifier.onnx", 0.5f, "gray"), (second.Model, second.Margin, second.Input.Color));
        Assert.Equal([0, 1], second.Input.Mean.Concat(second.Input.Scale));
        PackGolden golden = Assert.Single(second.Golden);
        Assert.Equal([1, 1, 16, 16], PackTensor.Read(pack.File(golden.Input), golden.Input).Sizes);
    }

    [Fact]
    public async Task Make_FromAnotherPack_TakesItsManifestButNotItsAccuracy()
    {
        PackAccuracy measured = new("AP", "my parts", 0.5);
        await MakeAsync(Request() with
        {
            Classifier = Classifier(0.5f),
            Accuracy = [measured],
            Model = new ModelOptions { LabelsFile = _folder.Labels("labels.txt", "scratch", "dent"), ScoreThreshold = 0.4f },
            CardPath = _folder.Labels("card.md", "# A card"),
        });
        string other = _folder.Detector("other.onnx", score: 0.7f);

        Pack pack = await MakeAsync(new PackRequest { FromPath = _folder.File("out.pack"), ModelPath = other, OutPath = _folder.File("next.pack") });

        Assert.Equal(("detector", "1.0.1", 0.4f), (pack.Manifest.Name, pack.Manifest.Version, pack.Manifest.Thresholds.Score));
        Assert.Equal(File.ReadAllBytes(other), pack.File("model.onnx"));
        Assert.Empty(pack.Manifest.Accuracy);
        Assert.Equal(["light", "dark"], pack.Manifest.Classifier!.Labels);
        Assert.Contains("README.md", pack.Manifest.Files.Keys);
        // The old picture, the new answer.
        PackGolden golden = Assert.Single(pack.Manifest.Golden);
        Assert.Equal(_folder.Open("out.pack").File("golden/0.input"), pack.File(golden.Input));
        Assert.Contains(0.7f, PackTensor.Read(pack.File(golden.Outputs[0]), "t").Elements);
    }

    [Fact]
    public async Task Make_FromAPackOfOtherShapes_RefusedAndNothingWritten()
    {
        await MakeAsync(Request());
        PackRequest request = new() { FromPath = _folder.File("out.pack"), ModelPath = _folder.Detector("five.onnx", classes: 5), OutPath = _folder.File("next.pack") };
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => MakeAsync(request));
        Assert.Equal(ModelFault.Shape, e.Fault);
        Assert.False(File.Exists(_folder.File("next.pack")));
    }

    [Fact]
    public async Task Make_IntoAFolder_ReplacesAnOlderPackAndNothingElse()
    {
        PackRequest request = Request() with { OutPath = _folder.File("folder") };
        await MakeAsync(request with { CardPath = _folder.Labels("card.md", "# A card") });
        Pack pack = await MakeAsync(request);
        Assert.False(File.Exists(_folder.File("folder/README.md")));
        Assert.Equal("detector", pack.Manifest.Name);

        Directory.CreateDirectory(_folder.File("mine"));
        File.WriteAllText(_folder.File("mine/thesis.txt"), "ten years");
        await Assert.ThrowsAsync<PackRefusedException>(() => MakeAsync(request with { OutPath = _folder.File("mine") }));
        Assert.Equal("ten years", File.ReadAllText(_folder.File("mine/thesis.txt")));
    }

    [Fact]
    public async Task Make_WithoutLicence_RefusedSayingWhatIsNeeded()
    {
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => MakeAsync(Request() with { Licence = null }));
        Assert.Contains("SPDX", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Make_ModelWithExternalData_Refused()
    {
        string path = _folder.Write("external.onnx", new OnnxGraph().Input("images", OnnxType.Float, 1, 3, 32, 32).External("weights", "../../etc/passwd", 10).ToModel());
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => MakeAsync(Request() with { ModelPath = path }));
        Assert.Equal(ModelFault.ExternalData, e.Fault);
    }

    [Theory]
    [InlineData(ModelPrecision.Float32, 0, 0, 0.001f, null)]
    [InlineData(ModelPrecision.Float32, 0.01, 0.001, 0.04f, null)]
    [InlineData(ModelPrecision.Int8, 0, 0, 0.25f, 0.05f)]
    [InlineData(ModelPrecision.Int8, 0.1, 0.031, 0.4f, 0.13f)]
    [InlineData(ModelPrecision.Int8, 5, 5, 1f, 0.5f)]
    [InlineData(ModelPrecision.Float16, 0.01, 0.001, 0.04f, 0.01f)]
    public void Tolerance_IsFourTimesWhatWasSeen_WithinItsLimits(ModelPrecision precision, double largest, double rms, float element, float? whole)
    {
        (float Element, float? Rms) bounds = GoldenTolerance.For(precision, largest, rms);
        Assert.Equal(element, bounds.Element, 1e-6f);
        Assert.Equal(whole ?? -1, bounds.Rms ?? -1, 1e-6f);
    }

    private static Task<Pack> MakeAsync(PackRequest request) => PackMaker.MakeAsync(request, CancellationToken.None);

    private ClassifierRequest Classifier(float margin) => new(
        _folder.GreyClassifier(),
        new ModelOptions
        {
            Decoder = "classifier",
            LabelsFile = _folder.Labels("kinds.txt", "light", "dark"),
            Input = new InputOverrides { Color = ColorOrder.Gray, Mean = [0], Scale = [1], Fit = InputFit.Stretch },
        },
        margin,
        Score: 0);

    private PackRequest Request() => new()
    {
        ModelPath = _folder.Detector(),
        OutPath = _folder.File("out.pack"),
        Licence = "MIT",
        Model = new ModelOptions { LabelsFile = _folder.Labels("labels.txt", "scratch", "dent") },
    };
}
