using System.Collections.Concurrent;
using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Evidence;
using Edge.Agent.Examples;
using Edge.Agent.Health;
using Edge.Agent.Messaging;
using Edge.Agent.Outbox;
using Edge.Agent.Pipeline;
using Edge.Agent.Station;
using Edge.Domain.Frames;
using Edge.Vision.Images;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>The cameras at work. Starts, stops and replaces them as settings change; takes pictures on request. Changes come from one thread at a time.</summary>
internal sealed class CameraFleet : ISnapshotSource, IAsyncDisposable
{
    private const int SnapshotQuality = 85;
    private readonly ModelSlot _models;
    private readonly IOutbox _outbox;
    private readonly EvidenceRecorder? _evidence;
    private readonly HealthRegistry _health;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly StationFleet _stations;
    private readonly ConcurrentDictionary<string, Post> _posts = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _ids = [];
    private double _rate = 1;

    /// <summary>A fleet without cameras.</summary>
    public CameraFleet(ModelSlot models, IOutbox outbox, EvidenceRecorder? evidence, HealthRegistry health, StationFleet stations, (TimeProvider Time, ILoggerFactory Loggers) host)
    {
        _stations = stations;
        _models = models;
        _outbox = outbox;
        _evidence = evidence;
        _health = health;
        (_time, _loggers) = host;
    }

    /// <summary>Collects frames on which the model was not sure; null collects none.</summary>
    public ExampleRecorder? Examples { get; init; }

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Cameras => Volatile.Read(ref _ids);

    /// <summary>Counters of every camera at work.</summary>
    public IReadOnlyList<CameraMetrics> Metrics => [.. _posts.Values.Select(post => post.Metrics)];

    /// <summary>Completes when every camera is a recording and at its end.</summary>
    public Task AllCompleted => Task.WhenAll(_posts.Values.Select(post => post.Use.Completed));

    /// <summary>Makes the cameras at work those of <paramref name="settings"/>; ones that did not change go on undisturbed.</summary>
    public async Task ApplyAsync(EdgeSettings settings, Func<CameraSettings, CameraSettings, bool> areSame)
    {
        foreach ((string id, Post post) in _posts.ToArray())
        {
            CameraSettings? wanted = settings.Cameras.FirstOrDefault(camera => camera.Id == id);
            if (wanted is not null && areSame(wanted, post.Use.Camera))
                continue;
            _posts.TryRemove(id, out _);
            _health.RemoveCamera(id);
            await post.Use.DisposeAsync();
            post.Pool.Dispose();
            NativeHeap.Trim();
        }

        foreach (CameraSettings camera in settings.Cameras.Where(camera => !_posts.ContainsKey(camera.Id)))
            _posts[camera.Id] = Open(settings, camera);
        Volatile.Write(ref _ids, [.. _posts.Keys]);
    }

    /// <summary>
    /// Lets live cameras take this part of their frames, above 0 to 1; later ones too. Not those of stations, which take a picture when a part asks for one:
    /// they would only take it later. Thread safe.
    /// </summary>
    public void SlowTo(double rate)
    {
        Volatile.Write(ref _rate, rate);
        foreach ((string id, Post post) in _posts)
            Slow(id, post.Slowable, rate);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TakeJpegAsync(string camera, CancellationToken cancellationToken)
    {
        if (!_posts.TryGetValue(camera, out Post? post))
            return null;
        var picture = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        post.Use.RequestSnapshot(frame =>
        {
            try
            {
                picture.TrySetResult(ImageCodec.EncodeJpeg(frame.View, SnapshotQuality));
            }
            catch (Exception e) // loop edge: the requester gets the fault, the pipeline goes on
            {
                picture.TrySetException(e);
            }
        });
        try
        {
            return await picture.Task.WaitAsync(TimeSpan.FromSeconds(3), _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_posts.Values.Select(post => post.Use.DisposeAsync().AsTask()));
        foreach (Post post in _posts.Values)
            post.Pool.Dispose();
    }

    private Post Open(EdgeSettings settings, CameraSettings camera)
    {
        ILogger log = _loggers.CreateLogger("Edge.Agent.Camera");
        var metrics = new CameraMetrics(camera.Id);
        var pool = new FramePool(maximumIdle: 6);
        _health.AddCamera(metrics, camera.Capture);
        ProgressBeat beat = _health.AddBeat(HealthPart.Detector, camera.Id);
        var capture = new CameraCapture(camera, pool, _health, metrics, _time, log) { ResumeAfter = _outbox.LastPosition(camera.Id) ?? -1 };
        ICameraUse use = _stations.OfCamera(camera.Id) is { } station
            ? new StationCamera(camera, capture, station, (metrics, beat), _time, log)
            : new CameraWorker(
                camera,
                capture,
                () => new FramePipeline(camera, _models, new AlertTeller(settings, camera, _outbox, _evidence, metrics), metrics, Examples),
                beat,
                _time,
                log);
        _health.AddRestartable(HealthPart.Detector, camera.Id, use);
        _health.AddRestartable(HealthPart.Capture, camera.Id, new CaptureRestart(capture));
        use.Start();
        log.LogInformation("Camera {Camera}: {Source}", camera.Id, capture.SourceDescription);
        CameraCapture? slowable = settings.Stations.Any(station => station.Camera == camera.Id) ? null : capture;
        Slow(camera.Id, slowable, Volatile.Read(ref _rate));
        return new Post(use, metrics, pool, slowable);
    }

    private void Slow(string cameraId, CameraCapture? capture, double rate)
    {
        if (capture is null)
            return;
        capture.Limit.Rate = rate;
        _health.Camera(cameraId)?.Slow(rate < 1 && capture.IsLive ? "slowed, since the chip is hot" : "");
    }

    private sealed record Post(ICameraUse Use, CameraMetrics Metrics, FramePool Pool, CameraCapture? Slowable);

    private sealed class CaptureRestart(CameraCapture capture) : IRestartable
    {
        public Task RestartAsync(string reason, CancellationToken cancellationToken)
        {
            capture.Restart(reason);
            return Task.CompletedTask;
        }
    }
}
