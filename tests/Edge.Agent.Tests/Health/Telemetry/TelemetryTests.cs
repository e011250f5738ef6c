using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Health;
using Edge.Agent.Health.Telemetry;
using Edge.Domain.Frames;
using Edge.Testing;

namespace Edge.Agent.Tests.Health.Telemetry;

public sealed class TelemetryTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLog<TelemetrySource> _log = new();
    private readonly HealthRegistry _registry;
    private readonly TelemetrySource _source;
    private readonly CameraMetrics _metrics = new("door");

    public TelemetryTests()
    {
        _registry = new HealthRegistry(_time);
        _source = new TelemetrySource(_registry, Path.GetTempPath(), () => 41.5, _time, _log);
        _registry.AddCamera(_metrics, new CaptureSettings()).Tell(CaptureCondition.Streaming, "");
    }

    [Fact]
    public void Sample_Twice_RatesAndLatenciesAreThoseOfTheInterval()
    {
        var sampler = new TelemetrySampler(_source);
        Work(frames: 100, milliseconds: 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        TelemetrySnapshot first = sampler.Sample();
        Work(frames: 50, milliseconds: 500);
        _time.Advance(TimeSpan.FromSeconds(10));
        TelemetrySnapshot second = sampler.Sample();

        Assert.Equal(10, first.Cameras[0].CapturedFps, 6);
        Assert.Equal(150, second.Cameras[0].FramesCaptured);
        Assert.Equal(5, second.Cameras[0].CapturedFps, 6);
        Assert.Equal(5, second.Cameras[0].JudgedFps, 6);
        StageTelemetry stage = Assert.Single(second.Cameras[0].Stages);
        Assert.Equal((Stage.Infer, 50), (stage.Stage, (int)stage.Count));
        Assert.InRange(stage.P50Ms, 500, 500 * 1.2);
        Assert.InRange(stage.P99Ms, 500, 500 * 1.2);
        Assert.Equal(500, stage.MeanMs, 3);
        Assert.InRange(Assert.Single(first.Cameras[0].Stages).P99Ms, 1, 1.2);
    }

    [Fact]
    public void Sample_EnclosureAndHeat_AreInTelemetryAndInThePrometheusText()
    {
        EnclosureReading? air = new(38.5, 1006.53, 40);
        double rate = 1;
        var source = new TelemetrySource(_registry, Path.GetTempPath(), () => 41.5, _time, _log) { Enclosure = () => air, FrameRate = () => rate };
        var sampler = new TelemetrySampler(source);
        Assert.Equal((air, 1), (sampler.Sample().Process.Enclosure, sampler.Sample().Process.FrameRate));
        string text = PrometheusText.Write(sampler.Sample(), null);
        Assert.Contains("\nedge_enclosure_temperature_celsius 38.5\n", text, StringComparison.Ordinal);
        Assert.Contains("\nedge_enclosure_pressure_pascals 100653\n", text, StringComparison.Ordinal);
        Assert.Contains("\nedge_enclosure_humidity_ratio 0.4\n", text, StringComparison.Ordinal);

        (air, rate) = (null, 0.25);
        text = PrometheusText.Write(sampler.Sample(), null);
        Assert.DoesNotContain("edge_enclosure", text, StringComparison.Ordinal);
        Assert.Contains("\nedge_frame_rate_ratio 0.25\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sample_TwoReaders_DoNotDisturbEachOther()
    {
        var one = new TelemetrySampler(_source);
        var other = new TelemetrySampler(_source);
        one.Sample();
        other.Sample();
        Work(frames: 100, milliseconds: 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        other.Sample();
        Assert.Equal(10, one.Sample().Cameras[0].CapturedFps, 6);
        Assert.Empty(other.Sample().Cameras[0].Stages);
    }

    [Fact]
    public void Sample_CameraReplacedByAReload_NeverGivesNegativeRates()
    {
        var sampler = new TelemetrySampler(_source);
        Work(frames: 100, milliseconds: 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        sampler.Sample();
        var replaced = new CameraMetrics("door");
        replaced.CountCaptured();
        _registry.AddCamera(replaced, new CaptureSettings());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, sampler.Sample().Cameras[0].CapturedFps, 6);
    }

    [Fact]
    public void Sample_ThisProcess_HasItsNumbers()
    {
        ProcessTelemetry process = new TelemetrySampler(_source).Sample().Process;
        Assert.InRange(process.ResidentBytes!.Value, 10 << 20, 16L << 30);
        Assert.InRange(process.ManagedBytes, 1 << 10, 16L << 30);
        Assert.InRange(process.Threads!.Value, 2, 10_000);
        Assert.InRange(process.Handles!.Value, 3, 100_000);
        Assert.InRange(process.DiskFreeBytes!.Value, 0, long.MaxValue);
        Assert.Equal(41.5, process.CpuTemperatureCelsius);
        Assert.True(process.CpuTime > TimeSpan.Zero);
    }

    [Fact]
    public void Sample_HandleIsOpened_IsCounted()
    {
        int before = new TelemetrySampler(_source).Sample().Process.Handles!.Value;
        var open = Enumerable.Range(0, 200).Select(_ => File.OpenHandle("/dev/null")).ToList();
        int after = new TelemetrySampler(_source).Sample().Process.Handles!.Value;
        open.ForEach(handle => handle.Dispose());
        // Other tests of this process open and close a few at the same time.
        Assert.InRange(after - before, 100, 300);
    }

    [Fact]
    public void Sample_SupplierThrows_OthersAreStillReadAndItIsToldOnce()
    {
        _source.Add(new Supplier(() => throw new InvalidOperationException("planted")));
        _source.Add(new Supplier(() => [new TelemetryValue("outbox_depth", "Messages stored.", TelemetryKind.Gauge, 3)]));
        var sampler = new TelemetrySampler(_source);
        sampler.Sample();
        Assert.Equal(3, Assert.Single(sampler.Sample().Values).Value);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void PrometheusText_EverythingAtOnce_IsValidAndComplete()
    {
        Work(frames: 100, milliseconds: 1);
        Work(frames: 20, milliseconds: 30_000);
        _registry.AddCamera(new CameraMetrics("a \"b\" \\ c\nd"), new CaptureSettings());
        _source.Add(new Supplier(() =>
        [
            new TelemetryValue("outbox_depth", "Messages stored, \\ and\nin flight.", TelemetryKind.Gauge, 3),
            new TelemetryValue("outbox_lost", "Messages given up.", TelemetryKind.Counter, 2, [new("kind", "telemetry")]),
            new TelemetryValue("outbox_lost", "Messages given up.", TelemetryKind.Counter, 1, [new("kind", "alert")]),
            new TelemetryValue("outbox_lost", "Messages given up.", TelemetryKind.Counter, 7, [new("kind", "alert")]),
            new TelemetryValue("bad name-ü", "Odd.", TelemetryKind.Gauge, double.NaN),
        ]));
        var report = new HealthReport(
            new Moment(TimeSpan.Zero, DateTimeOffset.UnixEpoch), false, false,
            [new PartVerdict(new PartKey(HealthPart.Capture, "door"), PartState.Blind, "unplugged")], 4);
        PrometheusParser families = PrometheusParser.Parse(PrometheusText.Write(_source.Read(null), report));

        Assert.Equal(120, families.Value("edge_frames_captured_total", ("camera", "door")));
        Assert.Equal(0, families.Value("edge_frames_captured_total", ("camera", "a \"b\" \\ c\nd")));
        Assert.Equal("counter", families.TypeOf("edge_frames_captured_total"));
        Assert.Equal(3, families.Value("edge_outbox_depth"));
        Assert.Equal("Messages stored, \\ and\nin flight.", families.HelpOf("edge_outbox_depth"));
        Assert.Equal(2, families.Value("edge_outbox_lost_total", ("kind", "telemetry")));
        Assert.Equal(1, families.Value("edge_outbox_lost_total", ("kind", "alert")));
        Assert.Equal(41.5, families.Value("edge_cpu_temperature_celsius"));
        Assert.Equal(4, families.Value("edge_part_restarts_total"));
        Assert.Equal(0, families.Value("edge_part_healthy", ("part", "capture"), ("name", "door")));
        Assert.Equal(0, families.Value("edge_watching"));
        Assert.Equal(100, families.Value("edge_stage_duration_seconds_bucket", ("camera", "door"), ("stage", "infer"), ("le", "0.001024")));
        Assert.Equal(100, families.Value("edge_stage_duration_seconds_bucket", ("camera", "door"), ("stage", "infer"), ("le", "16.777216")));
        Assert.Equal(120, families.Value("edge_stage_duration_seconds_bucket", ("camera", "door"), ("stage", "infer"), ("le", "+Inf")));
        Assert.Equal(120, families.Value("edge_stage_duration_seconds_count", ("camera", "door"), ("stage", "infer")));
        Assert.Equal(600.1, families.Value("edge_stage_duration_seconds_sum", ("camera", "door"), ("stage", "infer")), 6);
    }

    private void Work(int frames, double milliseconds)
    {
        for (int frame = 0; frame < frames; frame++)
        {
            _metrics.CountCaptured();
            _metrics.CountJudged();
            _metrics[Stage.Infer].Record(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
