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

    /// <summary>The durable store of what is not yet delivered.</summary>
    public OutboxSettings Outbox { get; init; } = new();

    /// <summary>Snapshots kept as proof.</summary>
    public EvidenceSettings Evidence { get; init; } = new();

    /// <summary>Telemetry, metrics and the watchdog.</summary>
    public HealthSettings Health { get; init; } = new();

    /// <summary>Pins for people to look at.</summary>
    public GpioSettings Gpio { get; init; } = new();
}
