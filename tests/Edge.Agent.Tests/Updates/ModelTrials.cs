using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Hosting;
using Edge.Agent.Pipeline;
using Edge.Agent.Tests.Pipeline;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Configurations;
using Edge.Agent.Updates.Models;
using Edge.Contracts.Packs;
using Edge.Testing.Onnx;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Updates;

/// <summary>Real packs of small models, and the real installer for them over a real slot and loader.</summary>
internal sealed class ModelTrials : IDisposable
{
    private readonly bool _ownsSlot;

    public ModelTrials(UpdatePolicy? policy = null)
        : this(new ModelSlot(PipelineRig.Set(PipelineRig.ConstantModel()), NullLogger.Instance), policy) => _ownsSlot = true;

    /// <summary>Over a slot that pipelines use.</summary>
    public ModelTrials(ModelSlot slot, UpdatePolicy? policy = null, ExampleRecorder? examples = null)
    {
        Folder = Directory.CreateTempSubdirectory("edge-trials-").FullName;
        Settings = new EdgeSettings { Cameras = [PipelineRig.Camera("synthetic:street", PipelineRig.Present())], Model = new ModelSettings { Providers = ["cpu"], Threads = 1 } };
        Slot = slot;
        Installer = new ModelInstaller(new ModelInstallerParts
        {
            Loader = new ModelLoader(Folder, NullLoggerFactory.Instance),
            Slot = Slot,
            Settings = () => Settings,
            Replay = new ReplayRun(Path.Combine(Folder, "evidence"), Path.Combine(Folder, "golden"), TimeProvider.System),
            Policy = policy ?? new UpdatePolicy { ShadowTime = TimeSpan.Zero, SelfTestRuns = 5 },
            Told = (name, _) =>
            {
                Told.Add(name);
                return Task.CompletedTask;
            },
            Examples = examples,
            Clock = TimeProvider.System,
        });
    }

    public string Folder { get; }

    public EdgeSettings Settings { get; set; }

    public ModelSlot Slot { get; }

    public ModelInstaller Installer { get; }

    public List<string> Told { get; } = [];

    /// <summary>A pack; its model sees an object of class 0 in the middle of every picture, unless another is given.</summary>
    public static byte[] Pack(string version, byte[]? onnx = null, string[]? labels = null)
    {
        string place = Path.GetTempFileName();
        try
        {
            var manifest = new PackManifest
            {
                Name = "small",
                Version = $"1.0.{version}",
                Task = "detect",
                Model = "model.onnx",
                Input = new PackInput { Width = 32, Height = 32 },
                Decoder = "yolox",
                Labels = labels ?? ["person", "car"],
                Thresholds = new PackThresholds(0.25f, 0.5f),
                Licence = "Apache-2.0",
                OldestAgent = "0.0.0",
                Files = new Dictionary<string, string>(),
            };
            PackWriter.Write(place, manifest, new Dictionary<string, byte[]> { ["model.onnx"] = onnx ?? Sees() });
            return File.ReadAllBytes(place);
        }
        finally
        {
            File.Delete(place);
        }
    }

    /// <summary>A model that sees an object in the middle.</summary>
    public static byte[] Sees() => TestModels.Yolox(2, new() { [20] = [0.5f, 0.5f, MathF.Log(8 / 32f), MathF.Log(8 / 32f), 1, 0.95f, 0] });

    /// <summary>A model that never sees anything.</summary>
    public static byte[] Blind() => TestModels.Yolox(2, []);

    /// <summary>The real installer of configurations over a local file beside <paramref name="dataPath"/>.</summary>
    public ConfigurationInstaller Configurations(string dataPath)
    {
        string local = Path.Combine(Folder, "edge.yaml");
        File.WriteAllText(local, $"device: {{ id: unit-1, site: lab, dataPath: '{dataPath}' }}\ncameras:\n  - {{ id: yard, source: 'synthetic:street' }}\n");
        Released = new ReleasedConfiguration(local, new Dictionary<string, string>(), CommandLineOverrides.None);
        Released.Load();
        return new ConfigurationInstaller(Released, () => Slot.Definition.Labels, _ =>
        {
            SettingsResult result = Released.Load();
            return Task.FromResult(new ConfigurationReload([.. result.Faults.Select(fault => fault.ToString())], AfterRestart));
        });
    }

    public ReleasedConfiguration? Released { get; private set; }

    public IReadOnlyList<string> AfterRestart { get; set; } = [];

    public void Dispose()
    {
        Installer.Dispose();
        if (_ownsSlot)
            Slot.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
