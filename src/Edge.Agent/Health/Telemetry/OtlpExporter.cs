using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Edge.Agent.Health.Telemetry;

/// <summary>
/// The same numbers as the Prometheus text, as observable instruments of the meter <c>Edge.Agent</c>, sent to an OTLP collector.
/// Make it after the suppliers are added: names that no supplier gave by then are not exported.
/// </summary>
public sealed class OtlpExporter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Edge.Agent";

    private readonly TelemetrySource _source;
    private readonly TimeProvider _time;
    private readonly Meter _meter = new(MeterName);
    private readonly Lock _gate = new();
    private readonly MeterProvider _provider;
    private TelemetrySnapshot _snapshot;
    private long _snapshotAt;

    /// <summary>Exports from now on.</summary>
    /// <param name="endpoint">
    /// <c>http://host:4317</c> speaks gRPC, as the port's registration says; port 4318 or a path speaks HTTP with protobuf, and gets the path
    /// <c>/v1/metrics</c> where it has none.
    /// </param>
    /// <param name="interval">How often.</param>
    /// <param name="resource">Who this is: <c>service.instance.id</c>, the site.</param>
    /// <param name="source">The numbers.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The endpoint is not an absolute http(s) address; says what is allowed.</exception>
    public OtlpExporter(string endpoint, TimeSpan interval, IReadOnlyDictionary<string, string> resource, TelemetrySource source, TimeProvider time)
    {
        (Uri address, OtlpExportProtocol protocol) = ParseEndpoint(endpoint);
        _source = source;
        _time = time;
        _snapshot = source.Read(null);
        AddProcess();
        AddCameras();
        AddSupplied();
        _provider = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(ResourceBuilder.CreateEmpty()
                .AddService("edge-agent", autoGenerateServiceInstanceId: false)
                .AddAttributes(resource.Select(pair => new KeyValuePair<string, object>(pair.Key, pair.Value))))
            .AddMeter(MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = address;
                exporter.Protocol = protocol;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)Math.Clamp(interval.TotalMilliseconds, 1000, int.MaxValue);
            })
            .Build();
    }

    /// <summary>What an endpoint means.</summary>
    internal static (Uri Address, OtlpExportProtocol Protocol) ParseEndpoint(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"OTLP endpoint '{endpoint}' is not an absolute http or https address, such as http://127.0.0.1:4317.", nameof(endpoint));
        bool hasPath = address.AbsolutePath != "/";
        if (address.Port != 4318 && !hasPath)
            return (address, OtlpExportProtocol.Grpc);
        return (hasPath ? address : new Uri(address, "/v1/metrics"), OtlpExportProtocol.HttpProtobuf);
    }

    /// <summary>Sends what there is now and waits for the answer, for at most a time.</summary>
    /// <returns>True when the collector took it.</returns>
    public bool Flush(TimeSpan timeout) => _provider.ForceFlush((int)timeout.TotalMilliseconds);

    /// <summary>Sends the last numbers, for a second at most, and ends.</summary>
    public void Dispose()
    {
        _provider.Shutdown(1000);
        _provider.Dispose();
        _meter.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    /// <summary>One snapshot serves all instruments of an export.</summary>
    private TelemetrySnapshot Snapshot()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_snapshotAt) > TimeSpan.FromMilliseconds(500))
            {
                _snapshot = _source.Read(null);
                _snapshotAt = _time.GetTimestamp();
            }

            return _snapshot;
        }
    }

    private void AddProcess()
    {
        Gauge("edge.process.memory.resident", "By", p => p.ResidentBytes);
        Gauge("edge.process.memory.managed", "By", p => p.ManagedBytes);
        Gauge("edge.process.threads", "{thread}", p => p.Threads);
        Gauge("edge.process.open_fds", "{descriptor}", p => p.Handles);
        Gauge("edge.cpu.temperature", "Cel", p => p.CpuTemperatureCelsius);
        Gauge("edge.enclosure.temperature", "Cel", p => p.Enclosure?.TemperatureC);
        Gauge("edge.enclosure.pressure", "Pa", p => p.Enclosure?.PressureHpa * 100);
        Gauge("edge.enclosure.humidity", "1", p => p.Enclosure?.HumidityPercent / 100);
        Gauge("edge.frame_rate", "1", p => p.FrameRate);
        Gauge("edge.disk.free", "By", p => p.DiskFreeBytes);
        Gauge("edge.uptime", "s", p => p.Uptime.TotalSeconds);
        _meter.CreateObservableCounter("edge.process.cpu.time", () => Snapshot().Process.CpuTime.TotalSeconds, "s");
        _meter.CreateObservableCounter("edge.process.gc.collections", () => ReadCollections(Snapshot().Process), "{collection}");
    }

    private static Measurement<long>[] ReadCollections(ProcessTelemetry process) =>
    [
        new(process.Gen0Collections, Tag("generation", 0)),
        new(process.Gen1Collections, Tag("generation", 1)),
        new(process.Gen2Collections, Tag("generation", 2)),
    ];

    private void Gauge(string name, string unit, Func<ProcessTelemetry, double?> value) =>
        _meter.CreateObservableGauge(name, () => value(Snapshot().Process) is { } number ? [new Measurement<double>(number)] : Array.Empty<Measurement<double>>(), unit);

    private void AddCameras()
    {
        Counter("edge.frames.captured", "{frame}", c => c.FramesCaptured);
        Counter("edge.frames.dropped", "{frame}", c => c.FramesDropped);
        Counter("edge.frames.judged", "{frame}", c => c.FramesJudged);
        Counter("edge.frames.still", "{frame}", c => c.FramesStill);
        Counter("edge.inferences", "{run}", c => c.Inferences);
        Counter("edge.detections", "{detection}", c => c.Detections);
        Counter("edge.tracks", "{track}", c => c.Tracks);
        Counter("edge.alerts", "{alert}", c => c.Alerts);
        Counter("edge.reconnects", "{reconnect}", c => c.Reconnects);
        _meter.CreateObservableGauge("edge.stage.duration", ReadStages, "s", "Percentiles since the start.");
    }

    private void Counter(string name, string unit, Func<CameraTelemetry, long> value) =>
        _meter.CreateObservableCounter(name, () => Snapshot().Cameras.Select(c => new Measurement<long>(value(c), Tag("camera", c.CameraId))).ToArray(), unit);

    private Measurement<double>[] ReadStages() =>
    [
        .. from camera in Snapshot().Cameras
           from stage in camera.Stages
           from percentile in new[] { (Name: "0.5", Ms: stage.P50Ms), (Name: "0.95", Ms: stage.P95Ms), (Name: "0.99", Ms: stage.P99Ms) }
           select new Measurement<double>(
               percentile.Ms / 1000,
               Tag("camera", camera.CameraId),
               Tag("stage", stage.Stage.ToString().ToLowerInvariant()),
               Tag("quantile", percentile.Name)),
    ];

    private void AddSupplied()
    {
        foreach (TelemetryValue value in _snapshot.Values.DistinctBy(v => v.Name))
        {
            string name = "edge." + value.Name;
            if (value.Kind == TelemetryKind.Counter)
                _meter.CreateObservableCounter(name, () => ReadSupplied(value.Name), description: value.Help);
            else
                _meter.CreateObservableGauge(name, () => ReadSupplied(value.Name), description: value.Help);
        }
    }

    private Measurement<double>[] ReadSupplied(string name) =>
    [
        .. Snapshot().Values.Where(v => v.Name == name).Select(v => new Measurement<double>(v.Value, v.Labels.Select(l => Tag(l.Key, l.Value)).ToArray())),
    ];
}
