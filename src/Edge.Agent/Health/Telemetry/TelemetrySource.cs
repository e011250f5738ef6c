using System.Collections.Immutable;
using Edge.Agent.Gpio;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Telemetry;

/// <summary>Where all numbers of the agent can be read. Thread safe; each reader has a <see cref="TelemetrySampler"/> of its own.</summary>
public sealed class TelemetrySource
{
    private readonly HealthRegistry _registry;
    private readonly string _dataPath;
    private readonly Func<double?> _cpuCelsius;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly long _start;
    private ImmutableList<ITelemetrySupplier> _suppliers = [];
    private int _complained;

    /// <summary>A source over the cameras of a registry.</summary>
    /// <param name="registry">The cameras.</param>
    /// <param name="dataPath">A folder on the disk whose room is told.</param>
    /// <param name="cpuCelsius">The processor's temperature; null where there is none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears about a supplier that fails, once.</param>
    public TelemetrySource(HealthRegistry registry, string dataPath, Func<double?> cpuCelsius, TimeProvider time, ILogger<TelemetrySource> log)
    {
        _registry = registry;
        _dataPath = dataPath;
        _cpuCelsius = cpuCelsius;
        _time = time;
        _log = log;
        _start = time.GetTimestamp();
    }

    /// <summary>The air in the enclosure; null where there is no sensor.</summary>
    public Func<EnclosureReading?> Enclosure { get; init; } = () => null;

    /// <summary>Part of their frame rate that live cameras may use.</summary>
    public Func<double> FrameRate { get; init; } = () => 1;

    /// <summary>Adds the numbers of a part.</summary>
    public void Add(ITelemetrySupplier supplier) => ImmutableInterlocked.Update(ref _suppliers, list => list.Add(supplier));

    /// <summary>All numbers, with rates and latencies since an earlier snapshot, or since the start.</summary>
    internal TelemetrySnapshot Read(TelemetrySnapshot? earlier)
    {
        var at = new Moment(_time.GetElapsedTime(_start), _time.GetUtcNow());
        TimeSpan interval = at.Monotonic - (earlier?.At.Monotonic ?? TimeSpan.Zero);
        IEnumerable<CameraTelemetry> cameras = _registry.Cameras
            .Select(camera => ReadCamera(camera, earlier?.Cameras.FirstOrDefault(e => e.CameraId == camera.Metrics.CameraId), interval))
            .OrderBy(camera => camera.CameraId, StringComparer.Ordinal);
        ProcessTelemetry process = ProcessProbe.Read(at.Monotonic, _dataPath, _cpuCelsius()) with { Enclosure = Enclosure(), FrameRate = FrameRate() };
        return new TelemetrySnapshot(at, interval, process, [.. cameras], [.. _suppliers.SelectMany(ReadSupplier)]);
    }

    private static CameraTelemetry ReadCamera(CameraWatch camera, CameraTelemetry? earlier, TimeSpan interval)
    {
        CameraMetrics metrics = camera.Metrics;
        var totals = Enum.GetValues<Stage>().ToDictionary(stage => stage, stage => metrics[stage].Read());
        // A reload that replaced the camera began its counters anew.
        if (earlier is not null && (earlier.FramesCaptured > metrics.FramesCaptured || earlier.FramesJudged > metrics.FramesJudged))
            earlier = null;
        long captured = metrics.FramesCaptured;
        long judged = metrics.FramesJudged;
        return new CameraTelemetry
        {
            CameraId = metrics.CameraId,
            Condition = camera.Condition,
            FramesCaptured = captured,
            FramesDropped = metrics.FramesDropped,
            FramesJudged = judged,
            FramesStill = metrics.FramesStill,
            Inferences = metrics.Inferences,
            Detections = metrics.Detections,
            Tracks = metrics.Tracks,
            Alerts = metrics.Alerts,
            Reconnects = metrics.Reconnects,
            CapturedFps = Rate(captured - (earlier?.FramesCaptured ?? 0), interval),
            JudgedFps = Rate(judged - (earlier?.FramesJudged ?? 0), interval),
            Stages = [.. totals.Select(total => ReadStage(total.Key, total.Value, earlier)).Where(stage => stage.Count > 0)],
            Totals = totals,
        };
    }

    private static StageTelemetry ReadStage(Stage stage, HistogramReading total, CameraTelemetry? earlier)
    {
        HistogramReading reading = earlier is null ? total : total.Since(earlier.Totals[stage]);
        return new StageTelemetry(stage, reading.Count, reading.MeanMs, reading.PercentileMs(0.5), reading.PercentileMs(0.95), reading.PercentileMs(0.99));
    }

    private static double Rate(long count, TimeSpan interval) => interval > TimeSpan.Zero ? count / interval.TotalSeconds : 0;

    private IReadOnlyList<TelemetryValue> ReadSupplier(ITelemetrySupplier supplier)
    {
        try
        {
            return [.. supplier.Read()];
        }
        catch (Exception e) // loop edge: one part's fault must not hide the numbers of the others
        {
            if (Interlocked.Exchange(ref _complained, 1) == 0)
                _log.LogError(e, "{Supplier} failed to give its numbers.", supplier.GetType().Name);
            return [];
        }
    }
}
