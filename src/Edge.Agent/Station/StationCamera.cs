using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Pipeline;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>A camera that looks at a station's parts: its frames run by, masked, until a part wants one.</summary>
internal sealed class StationCamera : ICameraUse
{
    private readonly CameraCapture _capture;
    private readonly StationHost _station;
    private readonly CameraMetrics _metrics;
    private readonly ProgressBeat _beat;
    private readonly PrivacyMask _mask;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private PartPictures? _pictures;
    private Action<Frame>? _snapshotTaker;

    /// <param name="camera">Which camera.</param>
    /// <param name="capture">Its capture; owned from now on.</param>
    /// <param name="station">Whose parts it looks at.</param>
    /// <param name="watch">Counts frames; hears that parts are being judged.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs.</param>
    public StationCamera(CameraSettings camera, CameraCapture capture, StationHost station, (CameraMetrics Metrics, ProgressBeat Beat) watch, TimeProvider time, ILogger log)
    {
        Camera = camera;
        _capture = capture;
        _station = station;
        (_metrics, _beat) = watch;
        _mask = new PrivacyMask(camera.PrivacyMasks);
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public CameraSettings Camera { get; }

    /// <inheritdoc/>
    // A station waits for parts as long as it runs, whatever its camera shows.
    public Task Completed { get; } = new TaskCompletionSource().Task;

    /// <inheritdoc/>
    public void Start()
    {
        _capture.Start();
        (TimeSpan, TimeSpan) timing = (_station.Settings.Trigger.Delay, _station.Settings.Trigger.PictureTimeout);
        _pictures = new PartPictures(_capture, timing, Seen, Taken, _time, _log);
        _station.Cameras.Attach(_pictures, _metrics, _beat);
    }

    /// <inheritdoc/>
    public void RequestSnapshot(Action<Frame> taker) => Interlocked.Exchange(ref _snapshotTaker, taker);

    /// <inheritdoc/>
    public Task RestartAsync(string reason, CancellationToken cancellationToken)
    {
        _station.Cameras.Station?.CancelJudging(reason);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (_pictures is { } pictures)
        {
            _station.Cameras.Detach(pictures);
            pictures.Dispose();
        }

        _capture.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Taken(PartTrigger trigger, Frame? frame)
    {
        if (_station.Cameras.Station is { } station)
            station.TakePicture(trigger, frame);
        else
            frame?.Dispose();
    }

    private void Seen(Frame frame)
    {
        _mask.Apply(frame.View);
        // Ready to take a part's picture: that is what watching means here.
        _metrics.CountJudged();
        _metrics.CountStill();
        Interlocked.Exchange(ref _snapshotTaker, null)?.Invoke(frame);
    }
}
