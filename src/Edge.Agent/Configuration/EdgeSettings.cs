using Edge.Agent.Configuration.Overrides;
using Edge.Agent.Configuration.Stations;

namespace Edge.Agent.Configuration;

/// <summary>All of <c>edge.yaml</c>, checked. Immutable: a reload makes a new one.</summary>
public sealed record EdgeSettings
{
    /// <summary>Who this device is.</summary>
    public DeviceSettings Device { get; init; } = new();

    /// <summary>The broker and how to talk to it.</summary>
    public MqttSettings Mqtt { get; init; } = new();

    /// <summary>The detector, and the classifier behind it.</summary>
    public ModelSettings Model { get; init; } = new();

    /// <summary>The cameras, one or more, ids unique.</summary>
    public IReadOnlyList<CameraSettings> Cameras { get; init; } = [];

    /// <summary>Inspection stations, ids unique; none on a security camera.</summary>
    public IReadOnlyList<StationSettings> Stations { get; init; } = [];

    /// <summary>The durable store of what is not yet delivered.</summary>
    public OutboxSettings Outbox { get; init; } = new();

    /// <summary>Snapshots kept as proof.</summary>
    public EvidenceSettings Evidence { get; init; } = new();

    /// <summary>Telemetry, metrics and the watchdog.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>The fleet that the device belongs to.</summary>
    public CloudSettings Cloud { get; init; } = new();

    /// <summary>How releases come onto the device.</summary>
    public UpdateSettings Updates { get; init; } = new();

    /// <summary>Pins for people to look at.</summary>
    public GpioSettings Gpio { get; init; } = new();

    /// <summary>These settings with what the command line says.</summary>
    /// <param name="source">
    /// The first camera reads from it, with its own zones, lines and rules; the other cameras are left out, since who names a source wants to see that one.
    /// Without cameras one is added as in <see cref="DefaultSettings"/>. Relative paths are of the current folder. Null is no change.
    /// </param>
    /// <param name="model">The detector's pack or <c>.onnx</c> file; decoder and labels that belong to the configured one are dropped. Null is no change.</param>
    public EdgeSettings WithCommandLine(string? source, string? model)
    {
        EdgeSettings settings = this;
        if (source is not null)
        {
            CameraSettings first = Cameras.Count > 0 ? Cameras[0] : DefaultSettings.Camera(source);
            settings = settings with { Cameras = [first with { Source = SourcePath.Resolve(source, Directory.GetCurrentDirectory()) }] };
        }

        if (model is not null)
        {
            string path = model.Length == 0 ? "" : Path.GetFullPath(model);
            settings = settings with { Model = settings.Model with { Path = path, Decoder = "", LabelsFile = "" } };
        }

        return settings;
    }
}
