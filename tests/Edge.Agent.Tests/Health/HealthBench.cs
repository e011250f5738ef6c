using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Health.Systemd;
using Edge.Domain.Frames;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Health;

/// <summary>A device with cameras, a clock that moves when told, and a monitor that checks every second of it.</summary>
internal sealed class HealthBench : IHealthListener, IDisposable
{
    private readonly Dictionary<string, Action> _everySecond = [];

    public HealthBench(HealthSettings? settings = null, SystemdNotifier? systemd = null, params string[] cameras)
    {
        Registry = new HealthRegistry(Time);
        Policy = new HealthPolicy(settings ?? new HealthSettings());
        Systemd = systemd ?? new SystemdNotifier(null, null, NullLogger<SystemdNotifier>.Instance);
        Monitor = new HealthMonitor(Registry, Policy, [this], Systemd, Time, NullLogger<HealthMonitor>.Instance) { GiveUp = GaveUp.Add };
        foreach (string id in cameras.DefaultIfEmpty("door"))
        {
            Registry.AddCamera(new CameraMetrics(id), new CaptureSettings());
            Detectors[id] = Registry.AddBeat(HealthPart.Detector, id);
        }
    }

    public ManualTimeProvider Time { get; } = new();

    public HealthRegistry Registry { get; }

    public HealthPolicy Policy { get; }

    public SystemdNotifier Systemd { get; }

    public HealthMonitor Monitor { get; }

    public Dictionary<string, ProgressBeat> Detectors { get; } = [];

    public List<string> GaveUp { get; } = [];

    public List<HealthReport> Reports { get; } = [];

    public HealthReport Last => Reports[^1];

    public void HealthChanged(HealthReport report) => Reports.Add(report);

    public PartVerdict Verdict(HealthPart part, string name = "door") => Last.Parts.Single(p => p.Key == new PartKey(part, name));

    public void Tell(CaptureCondition condition, string reason = "", string camera = "door") =>
        Registry.ConditionChanged(camera, condition, reason, new Moment(TimeSpan.Zero, Time.GetUtcNow()));

    /// <summary>From now on the camera delivers a frame a second, and its pipeline judges it or not.</summary>
    public void Stream(string camera = "door", bool judged = true)
    {
        Tell(CaptureCondition.Streaming, camera: camera);
        CameraMetrics metrics = Registry.Camera(camera)!.Metrics;
        _everySecond[camera] = () =>
        {
            metrics.CountCaptured();
            if (judged)
                metrics.CountJudged();
        };
    }

    public void Silence(string camera = "door") => _everySecond.Remove(camera);

    public void EverySecond(string name, Action action) => _everySecond[name] = action;

    public void Pass(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            foreach (Action action in _everySecond.Values)
                action();
            Monitor.Check(CancellationToken.None);
        }
    }

    public void Dispose()
    {
        Monitor.Dispose();
        Systemd.Dispose();
    }
}
