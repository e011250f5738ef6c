using Edge.Agent.Configuration;
using Edge.Agent.Hosting;
using Edge.Agent.Pipeline;
using Edge.Contracts.Packs;
using Edge.Testing.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Hosting;

/// <summary>Which models the settings and a pack's stages give; each is tried in a real child process first.</summary>
public sealed class ModelLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-loader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task OpenAsync_PackWithClassifier_GivesBothStages()
    {
        string pack = WritePack("two.pack", withClassifier: true);

        ModelSet models = await OpenAsync(new ModelSettings { Path = pack });

        Assert.Equal("inspector", models.Detector.Definition.Name);
        Assert.Equal(["open", "short"], models.Classifier!.Definition.Labels);
        Assert.Equal(0.75f, models.Classifier.Definition.CropMargin);
        models.Release();
    }

    [Fact]
    public async Task OpenAsync_PackOfOneStage_HasNoClassifier()
    {
        ModelSet models = await OpenAsync(new ModelSettings { Path = WritePack("one.pack", withClassifier: false) });
        Assert.Null(models.Classifier);
        models.Release();
    }

    [Fact]
    public async Task OpenAsync_ClassifierPathConfigured_WinsOverThePacks()
    {
        ModelSet models = await OpenAsync(new ModelSettings { Path = WritePack("two.pack", withClassifier: true), ClassifierPath = WriteClassifierPack() });
        Assert.Equal(["left", "right"], models.Classifier!.Definition.Labels);
        models.Release();
    }

    [Fact]
    public async Task OpenAsync_SecondStageThatIsNoModel_RefusesThePackInTheChild()
    {
        string pack = WritePack("bad.pack", withClassifier: true, second: "no model"u8.ToArray());
        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => OpenAsync(new ModelSettings { Path = pack }));
        Assert.Contains("kinds.onnx", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_TrustedKeys_TakesWhatTheyMadeAndNothingElse()
    {
        string key = Path.Combine(_folder, "vendor.key");
        PackSigner.Create(key);
        string signed = WritePack("signed.pack", withClassifier: true), unsigned = WritePack("unsigned.pack", withClassifier: true);
        Sign(signed, key);
        ModelSettings settings = new() { TrustedKeys = [key + ".pub"] };

        ModelSet models = await OpenAsync(settings with { Path = signed });
        Assert.Equal("inspector", models.Detector.Definition.Name);
        models.Release();

        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => OpenAsync(settings with { Path = unsigned }));
        Assert.Equal(PackFault.Unsigned, Assert.IsType<PackRefusedException>(e.InnerException).Fault);
        // The second stage of another file needs a signature of its own.
        await Assert.ThrowsAsync<ModelRefusedException>(() => OpenAsync(settings with { Path = signed, ClassifierPath = WriteClassifierPack() }));
        e = await Assert.ThrowsAsync<ModelRefusedException>(() => OpenAsync(settings with { Path = WriteBare() }));
        Assert.Contains("nobody can have signed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_PackChangedAfterItWasSigned_Refused()
    {
        string key = Path.Combine(_folder, "vendor.key");
        PackSigner.Create(key);
        string pack = WritePack("signed.pack", withClassifier: false);
        Sign(pack, key);
        Pack read = PackReader.Open(pack, VisionModel.AgentVersion);
        Dictionary<string, byte[]> files = new(PackWriter.Assemble(pack, read.Manifest with { Version = "6.6.6" }, new Dictionary<string, byte[]> { ["model.onnx"] = TestModels.Yolox(1, []) }))
        {
            [PackSignatures.FileName] = read.Signatures.ToUtf8(),
        };
        PackWriter.WriteZip(pack, files);

        ModelRefusedException e = await Assert.ThrowsAsync<ModelRefusedException>(() => OpenAsync(new ModelSettings { Path = pack, TrustedKeys = [key + ".pub"] }));
        Assert.Equal(PackFault.WrongSignature, Assert.IsType<PackRefusedException>(e.InnerException).Fault);
    }

    private static void Sign(string path, string key)
    {
        Pack pack = PackReader.Open(path, VisionModel.AgentVersion);
        using PackSigner signer = PackSigner.FromFile(key);
        Dictionary<string, byte[]> files = pack.Manifest.Files.Keys.ToDictionary(name => name, pack.File);
        files[PackManifest.FileName] = pack.ManifestBytes.ToArray();
        files[PackSignatures.FileName] = PackSignatures.None.With(signer.Sign(pack.ManifestBytes.Span)).ToUtf8();
        PackWriter.WriteZip(path, files);
    }

    private string WriteBare()
    {
        string path = Path.Combine(_folder, "bare.onnx");
        File.WriteAllBytes(path, TestModels.Yolox(80, []));
        return path;
    }

    private Task<ModelSet> OpenAsync(ModelSettings settings) =>
        new ModelLoader(_folder, NullLoggerFactory.Instance).OpenAsync(new EdgeSettings { Model = settings with { Providers = ["cpu"] } }, CancellationToken.None);

    private string WriteClassifierPack()
    {
        string path = Path.Combine(_folder, "other.pack");
        PackManifest manifest = Manifest() with
        {
            Task = "classify",
            Decoder = "classifier",
            Labels = ["left", "right"],
            Input = new PackInput { Width = 16, Height = 16, Color = "gray" },
        };
        PackWriter.Write(path, manifest, new Dictionary<string, byte[]> { ["model.onnx"] = TestModels.LightOrDark("n", 1, 16, 16) });
        return path;
    }

    private string WritePack(string name, bool withClassifier, byte[]? second = null)
    {
        string path = Path.Combine(_folder, name);
        Dictionary<string, byte[]> files = new() { ["model.onnx"] = TestModels.Yolox(1, []) };
        PackManifest manifest = Manifest();
        if (withClassifier)
        {
            files["kinds.onnx"] = second ?? TestModels.LightOrDark("n", 1, 16, 16);
            manifest = manifest with
            {
                Classifier = new PackClassifier
                {
                    Model = "kinds.onnx",
                    Input = new PackInput { Width = 16, Height = 16, Color = "gray", Fit = "stretch" },
                    Labels = ["open", "short"],
                    Margin = 0.75f,
                },
            };
        }

        PackWriter.Write(path, manifest, files);
        return path;
    }

    private static PackManifest Manifest() => new()
    {
        Name = "inspector",
        Version = "1.0.0",
        Task = "detect",
        Model = "model.onnx",
        Input = new PackInput { Width = 32, Height = 32 },
        Decoder = "yolox",
        Labels = ["defect"],
        Thresholds = new PackThresholds(0.25f, 0.5f),
        Licence = "Apache-2.0",
        OldestAgent = "0.1.0",
        Files = new Dictionary<string, string>(),
    };
}
