using System.Collections.Concurrent;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Domain.Frames;

namespace Edge.Agent.Health;

/// <summary>All parts that are watched. Thread safe: parts come and go with reloads.</summary>
public sealed class HealthRegistry : ICaptureObserver
{
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, CameraWatch> _cameras = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PartKey, ProgressBeat> _beats = new();
    private readonly ConcurrentDictionary<PartKey, IRestartable> _restartables = new();

    /// <summary>An empty registry.</summary>
    public HealthRegistry(TimeProvider time) => _time = time;

    /// <summary>Every camera, in no order.</summary>
    public IEnumerable<CameraWatch> Cameras => _cameras.Values;

    /// <summary>Every beat, in no order.</summary>
    public IEnumerable<ProgressBeat> Beats => _beats.Values;

    /// <summary>Watches a camera from now on; one of the same id is replaced.</summary>
    public CameraWatch AddCamera(CameraMetrics metrics, CaptureSettings capture)
    {
        var watch = new CameraWatch(metrics, capture, _time);
        _cameras[metrics.CameraId] = watch;
        return watch;
    }

    /// <summary>The camera's watch; null where it is not configured.</summary>
    public CameraWatch? Camera(string cameraId) => _cameras.GetValueOrDefault(cameraId);

    /// <summary>A beat for a part; the part keeps it and beats. One of the same part is replaced.</summary>
    public ProgressBeat AddBeat(HealthPart part, string name)
    {
        var beat = new ProgressBeat(part, name, _time);
        _beats[beat.Key] = beat;
        return beat;
    }

    /// <summary>How a stuck part is restarted. A stuck part without one counts as restarted without success each time.</summary>
    public void AddRestartable(HealthPart part, string name, IRestartable restartable) =>
        _restartables[new PartKey(part, name)] = restartable;

    /// <summary>How to restart a part; null where nobody said.</summary>
    public IRestartable? Restartable(PartKey part) => _restartables.GetValueOrDefault(part);

    /// <summary>Forgets a camera, its capture and its detector (a reload removed it).</summary>
    public void RemoveCamera(string cameraId)
    {
        _cameras.TryRemove(cameraId, out _);
        foreach (HealthPart part in (ReadOnlySpan<HealthPart>)[HealthPart.Capture, HealthPart.Detector])
        {
            _beats.TryRemove(new PartKey(part, cameraId), out _);
            _restartables.TryRemove(new PartKey(part, cameraId), out _);
        }
    }

    /// <inheritdoc/>
    public void ConditionChanged(string cameraId, CaptureCondition condition, string reason, Moment at) =>
        Camera(cameraId)?.Tell(condition, reason);

    /// <inheritdoc/>
    public void FailedAgain(string cameraId) => Camera(cameraId)?.TellAgain();

    /// <summary>This moment's readings of all parts. One caller: the monitor.</summary>
    /// <param name="now">Monotonic time since the caller's own start.</param>
    internal HealthSnapshot Read(TimeSpan now) => new(
        now,
        [.. _cameras.Values.Select(camera => camera.Read())],
        [.. _beats.Values.Select(beat => new BeatReading(beat.Key, beat.WaitingFor()))]);
}
