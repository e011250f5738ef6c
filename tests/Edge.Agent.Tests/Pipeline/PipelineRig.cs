using System.Text.Json;
using Edge.Agent.Bench;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Examples;
using Edge.Agent.Health;
using Edge.Agent.Pipeline;
using Edge.Agent.Tests.Configuration;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Zones;
using Edge.Testing.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Pipeline;

/// <summary>One camera's worker with its real capture, pipeline and model; only the outbox is a list.</summary>
internal sealed class PipelineRig : IAsyncDisposable, ICaptureObserver
{
    private readonly FramePool _pool = new(maximumIdle: 6);
    private readonly EvidenceRecorder? _evidence;

    private int _pipelines;

    public PipelineRig(CameraSettings camera, VisionModel model, EdgeSettings? settings = null, string? evidenceFolder = null, ExampleRecorder? examples = null)
    {
        Metrics = new CameraMetrics(camera.Id);
        Slot = new ModelSlot(Set(model), NullLogger.Instance);
        settings ??= new EdgeSettings { Cameras = [camera] };
        if (evidenceFolder is not null)
            _evidence = new EvidenceRecorder(settings.Evidence, new EvidenceStore(evidenceFolder, 1 << 24, NullLogger.Instance), NullLogger.Instance);
        var sources = new SourceFactory(camera, TimeProvider.System, NullLogger.Instance);
        var capture = new CameraCapture(camera, () => MeteredSource.Over(sources.Create(), CaptureMeter), _pool, this, Metrics, TimeProvider.System, NullLogger.Instance);
        Beat = new ProgressBeat(HealthPart.Detector, camera.Id, TimeProvider.System);
        Worker = new CameraWorker(
            camera,
            capture,
            () =>
            {
                Interlocked.Increment(ref _pipelines);
                return Pipeline = new FramePipeline(camera, Slot, new AlertTeller(settings, camera, Outbox, _evidence, Metrics), Metrics, examples);
            },
            Beat,
            TimeProvider.System,
            NullLogger.Instance);
    }

    /// <summary>Pipelines made so far.</summary>
    public int Pipelines => Volatile.Read(ref _pipelines);

    public CameraWorker Worker { get; }

    public FramePipeline? Pipeline { get; private set; }

    public ModelSlot Slot { get; }

    public CameraMetrics Metrics { get; }

    public CaptureMeter CaptureMeter { get; } = new();

    public ProgressBeat Beat { get; }

    public RecordingOutbox Outbox { get; } = new();

    /// <summary>The pack that ships.</summary>
    public static VisionModel ShippedModel() => Open(Path.Combine(ConfigFile.RepositoryRoot, "models", "street-demo"));

    /// <summary>The pack that ships for drawn boards.</summary>
    public static VisionModel ShippedBoardsModel() => Open(Path.Combine(ConfigFile.RepositoryRoot, "models", "pcb-inspector"));

    public static VisionModel Open(string path) => VisionModel.Open(path, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);

    /// <summary>A model that sees the same thing in every picture: an object of class 0 in the middle, a quarter of the picture's width and height.</summary>
    public static VisionModel ConstantModel(string name = "constant", params string[] labels) => Small(name, TestModels.Yolox(2, new() { [20] = [0.5f, 0.5f, MathF.Log(8 / 32f), MathF.Log(8 / 32f), 1, 0.95f, 0] }), labels);

    /// <summary>A model that never sees anything.</summary>
    public static VisionModel BlindModel() => Small("blind", TestModels.Yolox(2, []));

    /// <summary>A model whose inference practically never ends.</summary>
    public static VisionModel EndlessModel() => Small("endless", TestModels.Endless(), "thing");

    public static ModelSet Set(VisionModel model) => new(model, classifier: null);

    /// <summary>A drawn recording of a square picture, of which a small model's box keeps its shape.</summary>
    public static string Square(int frames) => $"synthetic:street?pace=fast&width=320&height=320&frames={frames}";

    /// <summary>A camera on <paramref name="source"/>, every frame in order, without the motion gate.</summary>
    public static CameraSettings Camera(string source, params RuleSettings[] rules) => new()
    {
        Id = "gate",
        Source = source,
        Motion = new MotionSettings { Enabled = false },
        Zones = [new Zone("all", new Polygon([new(0, 0), new(1, 0), new(1, 1), new(0, 1)]), BoxAnchor.Center)],
        Lines = [new TripLine("edge", new PointNorm(0, 0.001f), new PointNorm(1, 0.001f))],
        Rules = rules,
    };

    public static RuleSettings Present(string id = "present") => new() { Id = id, When = RuleKind.Present, Zone = "all", HoldFrames = 1 };

    /// <summary>The alerts told so far, in order.</summary>
    public IReadOnlyList<AlertMessage> Alerts() =>
        [.. Outbox.Messages.Where(message => message.Topic.Contains("/alerts/", StringComparison.Ordinal))
            .Select(message => JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventAlertMessage)!.Data)];

    public void ConditionChanged(string cameraId, CaptureCondition condition, string reason, Moment at)
    {
    }

    /// <summary>The evidence that waits is on disk.</summary>
    public void FinishEvidence() => _evidence?.Dispose();

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        _evidence?.Dispose();
        Slot.Dispose();
        _pool.Dispose();
    }

    private static VisionModel Small(string name, byte[] onnx, params string[] labels)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, labels.Length > 0 ? labels : ["person", "car"]);
            return VisionModel.Open(new ModelSource(name, name, onnx), new ModelOptions { Providers = ["cpu"], Decoder = "yolox", LabelsFile = file }, NullLogger.Instance);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
