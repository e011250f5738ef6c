using Edge.Agent.Configuration.Stations;
using static Edge.Agent.Configuration.Description.FieldTraits;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>
/// Every setting of <c>edge.yaml</c>, from its root: name, type, bounds, default, words. Reading, checking, the JSON Schema,
/// the reference table and what a reload may change all come from this and its neighbour tables; a setting is added here and nowhere else.
/// </summary>
internal static class EdgeTable
{
    public static readonly ObjectType<DeviceSettings> Device = new(new DeviceSettings(), "Who this device is.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the device, unique within its site; part of every topic.", Restart, "the host's name, cleaned" },
        { "site", Id, s => s.Site, (s, v) => s with { Site = v }, "Name of the place where it stands; part of every topic.", Restart },
        { "hardware", OptionalId, s => s.Hardware, (s, v) => s with { Hardware = v }, "What it is made of, as release targets name it.", Restart, "what the machine says: its model, or its processor's architecture" },
        { "serial", OptionalId, s => s.Serial, (s, v) => s with { Serial = v }, "Serial number, as release targets name it.", Restart, "what the machine says: its serial number, or its machine id" },
        { "dataPath", SettingTypes.Path, s => s.DataPath, (s, v) => s with { DataPath = v }, "Folder for everything the agent writes: outbox, evidence, engine caches.", Restart | FieldTraits.Path },
    };

    public static readonly ObjectType<OutboxSettings> Outbox = new(new OutboxSettings(), "The durable store of what is not yet delivered, in `{dataPath}/outbox.db`.")
    {
        { "budget", new SizeType(1L << 20, 1L << 40), s => s.BudgetBytes, (s, v) => s with { BudgetBytes = v }, "Most bytes it may take on disk. When they are spent telemetry goes first, evidence next, alerts last; each loss is counted and told.", Restart },
        { "synchronous", SettingTypes.Boolean, s => s.Synchronous, (s, v) => s with { Synchronous = v }, "Whether every commit reaches the disk before it counts. Off loses alerts when power fails: for tests only.", Restart },
    };

    public static readonly ObjectType<EvidenceSettings> Evidence = new(new EvidenceSettings(), "Snapshots kept as proof, in `{dataPath}/evidence`.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether annotated snapshots are kept.", Restart },
        { "budget", new SizeType(1L << 20, 1L << 44), s => s.BudgetBytes, (s, v) => s with { BudgetBytes = v }, "Most bytes of snapshots on disk; the oldest go first.", Restart },
        { "jpegQuality", new NumberType<int>(1, 100), s => s.JpegQuality, (s, v) => s with { JpegQuality = v }, "JPEG quality.", Restart },
        { "thumbnailWidth", new NumberType<int>(0, 1920, "pixels"), s => s.ThumbnailWidth, (s, v) => s with { ThumbnailWidth = v }, "Width of the thumbnail that is published; 0 is no thumbnail.", Restart },
    };

    public static readonly ObjectType<HealthSettings> Health = new(new HealthSettings(), "Telemetry, metrics and the watchdog.")
    {
        { "telemetryEvery", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.TelemetryEvery, (s, v) => s with { TelemetryEvery = v }, "How often telemetry is published.", Restart },
        { "prometheusPort", new NumberType<int>(0, 65535), s => s.PrometheusPort, (s, v) => s with { PrometheusPort = v }, "Loopback port of the Prometheus text; 0 is off.", Restart },
        { "otlpEndpoint", new TextType("a URL such as http://127.0.0.1:4317, or \"\" for off", "^(https?://[^\\s]+)?$"), s => s.OtlpEndpoint, (s, v) => s with { OtlpEndpoint = v }, "OTLP endpoint for metrics; empty is off.", Restart },
        { "detectorTimeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)), s => s.DetectorTimeout, (s, v) => s with { DetectorTimeout = v }, "A detector that does not answer for this long is stuck and restarted.", Restart },
        { "publisherTimeout", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.PublisherTimeout, (s, v) => s with { PublisherTimeout = v }, "A publisher that has work and gets nothing done for this long is stuck and restarted.", Restart },
        { "restartLimit", new NumberType<int>(1, 1000), s => s.RestartLimit, (s, v) => s with { RestartLimit = v }, "Restarts of one part allowed within `restartWindow`; past it the process ends with an error and its service manager decides.", Restart },
        { "restartWindow", Duration(TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)), s => s.RestartWindow, (s, v) => s with { RestartWindow = v }, "See `restartLimit`.", Restart },
        { "thermal", ThermalTable.Thermal, s => s.Thermal, (s, v) => s with { Thermal = v }, ThermalTable.Thermal.Title, Restart },
    };

    public static readonly ObjectType<EdgeSettings> Root = new(new EdgeSettings(), "Settings of an edge vision agent.")
    {
        { "device", Device, s => s.Device, (s, v) => s with { Device = v }, Device.Title },
        { "model", ModelTable.Model, s => s.Model, (s, v) => s with { Model = v }, ModelTable.Model.Title },
        { "cameras", new ListType<CameraSettings>(CameraTable.Camera, 0, MaximumCameras), s => s.Cameras, (s, v) => s with { Cameras = v }, "The cameras, at least one." },
        { "stations", new ListType<StationSettings>(StationTable.Station, 0, MaximumStations), s => s.Stations, (s, v) => s with { Stations = v }, "Inspection stations; none on a security camera.", Restart },
        { "mqtt", MqttTable.Mqtt, s => s.Mqtt, (s, v) => s with { Mqtt = v }, MqttTable.Mqtt.Title },
        { "outbox", Outbox, s => s.Outbox, (s, v) => s with { Outbox = v }, Outbox.Title },
        { "evidence", Evidence, s => s.Evidence, (s, v) => s with { Evidence = v }, Evidence.Title },
        { "health", Health, s => s.Health, (s, v) => s with { Health = v }, Health.Title },
        { "cloud", FleetTable.Cloud, s => s.Cloud, (s, v) => s with { Cloud = v }, FleetTable.Cloud.Title },
        { "updates", FleetTable.Updates, s => s.Updates, (s, v) => s with { Updates = v }, FleetTable.Updates.Title },
        { "gpio", GpioTable.Gpio, s => s.Gpio, (s, v) => s with { Gpio = v }, GpioTable.Gpio.Title },
    };

    private const int MaximumCameras = 64, MaximumStations = 16;
}
