using System.Globalization;
using System.Text;

namespace Edge.Agent.Health.Telemetry;

/// <summary>
/// Writes a snapshot in the Prometheus text exposition format 0.0.4: families with HELP and TYPE, base units, <c>_total</c> on counters,
/// latencies as cumulative histograms.
/// </summary>
internal sealed class PrometheusText
{
    private const string Prefix = "edge_";

    /// <summary>Upper bounds of the histogram's buckets: 128 µs to 16.8 s, each the double of the one before.</summary>
    private const int FirstOctave = 7;
    private const int LastOctave = 24;

    private readonly StringBuilder _text = new();

    /// <summary>The snapshot as text, each line ended by a line feed.</summary>
    public static string Write(TelemetrySnapshot snapshot, HealthReport? health)
    {
        var text = new PrometheusText();
        text.WriteProcess(snapshot.Process);
        text.WriteHealth(health);
        text.WriteCameras(snapshot.Cameras);
        foreach (IGrouping<string, TelemetryValue> family in snapshot.Values.GroupBy(value => FamilyName(value)))
        {
            TelemetryValue first = family.First();
            text.Family(family.Key, first.Help, first.Kind == TelemetryKind.Counter ? "counter" : "gauge");
            // A sample twice would make the whole exposition invalid.
            foreach (TelemetryValue value in family.DistinctBy(v => LabelText([.. v.Labels])))
                text.Sample(family.Key, value.Value, [.. value.Labels]);
        }

        return text._text.ToString();
    }

    private static string FamilyName(TelemetryValue value)
    {
        string name = Prefix + CleanName(value.Name);
        return value.Kind == TelemetryKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private void WriteProcess(ProcessTelemetry process)
    {
        Gauge("uptime_seconds", "Time since the agent started.", process.Uptime.TotalSeconds);
        Gauge("process_resident_memory_bytes", "Physical memory in use.", process.ResidentBytes);
        Gauge("process_managed_memory_bytes", "Managed heap in use.", process.ManagedBytes);
        Gauge("process_threads", "Operating system threads.", process.Threads);
        Gauge("process_open_fds", "Open file descriptors.", process.Handles);
        Gauge("cpu_temperature_celsius", "Temperature of the processor.", process.CpuTemperatureCelsius);
        Gauge("enclosure_temperature_celsius", "Temperature of the air in the enclosure.", process.Enclosure?.TemperatureC);
        Gauge("enclosure_pressure_pascals", "Air pressure in the enclosure.", process.Enclosure?.PressureHpa * 100);
        Gauge("enclosure_humidity_ratio", "Relative humidity in the enclosure, 0 to 1.", process.Enclosure?.HumidityPercent / 100);
        Gauge("frame_rate_ratio", "Part of their frame rate that live cameras may use; below 1 while the chip is hot.", process.FrameRate);
        Gauge("disk_free_bytes", "Room on the disk of the data folder.", process.DiskFreeBytes);
        Family(Prefix + "process_cpu_seconds_total", "Processor time used, user and system.", "counter");
        Sample(Prefix + "process_cpu_seconds_total", process.CpuTime.TotalSeconds);
        Family(Prefix + "process_gc_collections_total", "Garbage collections by generation.", "counter");
        Sample(Prefix + "process_gc_collections_total", process.Gen0Collections, Label("generation", "0"));
        Sample(Prefix + "process_gc_collections_total", process.Gen1Collections, Label("generation", "1"));
        Sample(Prefix + "process_gc_collections_total", process.Gen2Collections, Label("generation", "2"));
    }

    private void WriteHealth(HealthReport? health)
    {
        if (health is null)
            return;
        Gauge("watching", "1 while every camera is watched by a detector that answers.", health.IsWatching ? 1 : 0);
        Family(Prefix + "part_restarts_total", "Restarts of stuck parts.", "counter");
        Sample(Prefix + "part_restarts_total", health.Restarts);
        Family(Prefix + "part_healthy", "1 for a part that works, 0 for one that is blind or stuck.", "gauge");
        foreach (PartVerdict part in health.Parts)
            Sample(Prefix + "part_healthy", part.State == PartState.Healthy ? 1 : 0, Label("part", part.Key.Part.ToString().ToLowerInvariant()), Label("name", part.Key.Name));
    }

    private void WriteCameras(IReadOnlyList<CameraTelemetry> cameras)
    {
        Counter("frames_captured", "Frames that the source delivered.", cameras, c => c.FramesCaptured);
        Counter("frames_dropped", "Frames that a newer one replaced before they were judged.", cameras, c => c.FramesDropped);
        Counter("frames_judged", "Frames that went through the pipeline.", cameras, c => c.FramesJudged);
        Counter("frames_still", "Judged frames that the motion gate spared the detector.", cameras, c => c.FramesStill);
        Counter("inferences", "Detector runs.", cameras, c => c.Inferences);
        Counter("detections", "Detections over the score threshold.", cameras, c => c.Detections);
        Counter("tracks", "Tracks confirmed.", cameras, c => c.Tracks);
        Counter("alerts", "Alerts raised.", cameras, c => c.Alerts);
        Counter("reconnects", "Times that the source was opened again.", cameras, c => c.Reconnects);
        Family(Prefix + "camera_streaming", "1 while the source delivers frames.", "gauge");
        foreach (CameraTelemetry camera in cameras)
            Sample(Prefix + "camera_streaming", camera.Condition == Capture.CaptureCondition.Streaming ? 1 : 0, Label("camera", camera.CameraId));
        Family(Prefix + "stage_duration_seconds", "Time taken by one stage for one frame.", "histogram");
        foreach (CameraTelemetry camera in cameras)
        {
            foreach ((Stage stage, HistogramReading total) in camera.Totals.Where(t => t.Value.Count > 0).OrderBy(t => t.Key))
                Histogram(total, Label("camera", camera.CameraId), Label("stage", stage.ToString().ToLowerInvariant()));
        }
    }

    private void Histogram(HistogramReading total, params KeyValuePair<string, string>[] labels)
    {
        const string name = Prefix + "stage_duration_seconds";
        for (int octave = FirstOctave; octave <= LastOctave; octave++)
            Sample(name + "_bucket", total.CountBelow(octave), [.. labels, Label("le", Number(Math.Pow(2, octave) / 1_000_000))]);
        Sample(name + "_bucket", total.Count, [.. labels, Label("le", "+Inf")]);
        Sample(name + "_sum", total.Total.TotalSeconds, labels);
        Sample(name + "_count", total.Count, labels);
    }

    private void Counter(string name, string help, IReadOnlyList<CameraTelemetry> cameras, Func<CameraTelemetry, long> value)
    {
        string family = Prefix + name + "_total";
        Family(family, help, "counter");
        foreach (CameraTelemetry camera in cameras)
            Sample(family, value(camera), Label("camera", camera.CameraId));
    }

    private void Gauge(string name, string help, double? value)
    {
        if (value is null)
            return;
        Family(Prefix + name, help, "gauge");
        Sample(Prefix + name, value.Value);
    }

    private void Family(string name, string help, string type)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\").Replace("\n", "\\n").Replace("\r", "")).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Sample(string name, double value, params KeyValuePair<string, string>[] labels) =>
        _text.Append(name).Append(LabelText(labels)).Append(' ').Append(Number(value)).Append('\n');

    private static string LabelText(KeyValuePair<string, string>[] labels) => labels.Length == 0
        ? ""
        : "{" + string.Join(',', labels.Select(label => $"{CleanName(label.Key)}=\"{Escape(label.Value)}\"")) + "}";

    private static KeyValuePair<string, string> Label(string name, string value) => new(name, value);

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    /// <summary>Letters, digits and underscores: all else that a supplier may say becomes an underscore.</summary>
    private static string CleanName(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
