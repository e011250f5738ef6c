using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>
/// One camera's frames, for as long as the agent runs: a capture thread that opens the source again whenever it stalls, ends or breaks,
/// and a monitor beside it that no blocked read can stop. Reports conditions, never throws them at the pipeline. Thread safe, with one consumer.
/// </summary>
/// <remarks>
/// A thread whose native call does not come back is given up and replaced; it frees its source when it does come back.
/// No more than <see cref="MaximumAbandoned"/> may hang at a time: then the camera waits, and says so.
/// </remarks>
public sealed class CameraCapture : IFrameFeed, IDisposable
{
    /// <summary>Most threads that may hang in native calls at a time.</summary>
    public const int MaximumAbandoned = 4;

    private const int QueueCapacity = 2;
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1.5);

    private readonly Lock _gate = new();
    private readonly CaptureShared _shared;
    private readonly TimeSpan _openLimit;
    private CaptureWorker? _worker;
    private ITimer? _monitor;
    private TimeSpan _startAt;
    private bool _restartAtOnce;
    private int _abandoned;
    private bool _disposed;

    /// <summary>A capture that <see cref="Start"/> sets going.</summary>
    /// <param name="camera">Which camera and how.</param>
    /// <param name="pool">Where frames come from; outlives the capture and is the caller's to dispose.</param>
    /// <param name="observer">Hears of conditions.</param>
    /// <param name="metrics">Counts frames, drops and reconnects.</param>
    /// <param name="clock">Live time.</param>
    /// <param name="logger">For conditions and decoders.</param>
    /// <exception cref="FormatException">The camera's source is not one; the message says why, without credentials.</exception>
    public CameraCapture(CameraSettings camera, FramePool pool, ICaptureObserver observer, CameraMetrics metrics, TimeProvider clock, ILogger logger)
        : this(camera, new SourceFactory(camera, clock, logger).Create, pool, observer, metrics, clock, logger)
    {
    }

    internal CameraCapture(CameraSettings camera, Func<IFrameSource> sources, FramePool pool, ICaptureObserver observer, CameraMetrics metrics, TimeProvider clock, ILogger logger)
    {
        CaptureSettings settings = camera.Capture;
        using IFrameSource example = sources();
        IsLive = example.IsLive;
        SourceDescription = example.Description;
        bool newestWins = IsLive || settings.RealTime;
        // FFmpeg may have to try several decoders, each with its own time limit.
        int attempts = settings.HardwareDecoding.Equals("none", StringComparison.OrdinalIgnoreCase) ? 1 : 3;
        _openLimit = (settings.OpenTimeout * attempts) + AbandonAfter;
        _shared = new CaptureShared
        {
            Camera = camera,
            Sources = sources,
            Pool = pool,
            Handover = newestWins ? new NewestFrame(metrics) : new FrameQueue(QueueCapacity),
            Timeline = new FrameTimeline(clock, mediaClock: !newestWins),
            Backoff = new ReconnectBackoff(settings.ReconnectMinimum, settings.ReconnectMaximum),
            Reporter = new CaptureReporter(camera.Id, observer, clock, logger),
            Metrics = metrics,
            Clock = clock,
            Logger = logger,
        };
    }

    /// <summary>Which camera.</summary>
    public string CameraId => _shared.Camera.Id;

    /// <summary>The source for people, without credentials.</summary>
    public string SourceDescription { get; }

    /// <summary>False for a recording, whose frames are numbered by their place in it.</summary>
    public bool IsLive { get; }

    /// <summary>
    /// Sequence of the last frame whose alerts are committed: a recording goes on behind it. -1 (the default) is from the start.
    /// Set it before <see cref="Start"/>; live sources and those without <see cref="CaptureSettings.Resume"/> take no notice.
    /// </summary>
    public long ResumeAfter { get; set; } = -1;

    /// <summary>How many of its frames are taken now; a recording that is read frame by frame gives all of them.</summary>
    public FrameRateLimit Limit => _shared.Limit;

    /// <summary>Threads that hang in a native call now.</summary>
    public int Abandoned => Volatile.Read(ref _abandoned);

    /// <inheritdoc/>
    public bool IsCompleted => _shared.IsEnded && _shared.Handover.IsEmpty;

    /// <summary>Starts capturing. Call it once.</summary>
    public void Start()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_monitor is not null)
                throw new InvalidOperationException($"the capture of camera {CameraId} was started before");
            if (!IsLive && _shared.Settings.Resume && ResumeAfter >= 0)
                _shared.Timeline.Next = ResumeAfter + 1;
            _shared.Reporter.Report(CaptureCondition.Connecting, "");
            StartWorker();
            TimeSpan period = _shared.Settings.StallTimeout / 10;
            period = TimeSpan.FromMilliseconds(Math.Clamp(period.TotalMilliseconds, 10, 250));
            _monitor = _shared.Clock.CreateTimer(static self => ((CameraCapture)self!).Watch(), this, period, period);
        }
    }

    /// <inheritdoc/>
    public Frame? Take(TimeSpan timeout, CancellationToken cancellationToken) => _shared.Handover.Take(timeout, cancellationToken);

    /// <summary>Opens the source again at once, as a person or a watchdog asks. A recording goes on where it was. Does nothing at its end.</summary>
    /// <param name="reason">Why, for people.</param>
    public void Restart(string reason)
    {
        lock (_gate)
        {
            if (_disposed || _monitor is null || _shared.IsEnded)
                return;
            _shared.Reporter.Report(CaptureCondition.Disconnected, reason);
            _restartAtOnce = _worker is not null;
            _startAt = TimeSpan.Zero;
            _worker?.Stop();
        }
    }

    /// <summary>Ends within two seconds, even when a native call hangs: its thread is given up.</summary>
    public void Dispose()
    {
        CaptureWorker? worker;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            _monitor?.Dispose();
            worker = _worker;
            worker?.Stop();
        }

        if (worker is not null && !worker.Join(DisposeLimit))
            worker.Abandon();
        _shared.Handover.Dispose();
    }

    private void Watch()
    {
        lock (_gate)
        {
            if (_disposed || _shared.IsEnded)
                return;
            if (_worker is null)
                StartWhenDue();
            else if (_worker.StoppedAt is { } stoppedAt)
                AbandonWhenStuck(_worker, stoppedAt);
            else
                StopWhenStuck(_worker);
        }
    }

    private void StopWhenStuck(CaptureWorker worker)
    {
        TimeSpan stall = _shared.Settings.StallTimeout;
        if (worker.Phase == CapturePhase.Reading && worker.InPhase > stall)
            _shared.Reporter.Stalled(stall);
        else if (worker.Phase == CapturePhase.Opening && worker.InPhase > _openLimit)
            _shared.Reporter.Report(CaptureCondition.Disconnected, $"{SourceDescription} did not open within {_openLimit.TotalSeconds:0.###} s");
        else
            return;
        worker.Stop();
    }

    private void AbandonWhenStuck(CaptureWorker worker, long stoppedAt)
    {
        if (_shared.Clock.GetElapsedTime(stoppedAt) < AbandonAfter || !worker.Abandon())
            return;
        _abandoned++;
        _shared.Logger.LogWarning("Camera {Camera}: gave up a thread that hangs in a native call ({Count} of at most {Maximum})", CameraId, _abandoned, MaximumAbandoned);
        WorkerGone();
    }

    private void StartWhenDue()
    {
        if (_shared.Clock.GetElapsedTime(0) < _startAt)
            return;
        if (_abandoned < MaximumAbandoned)
            StartWorker();
        else
            _shared.Reporter.Report(CaptureCondition.Disconnected, $"{_abandoned} threads hang in the camera's driver or stream; waiting for one to come back");
    }

    private void StartWorker()
    {
        _worker = new CaptureWorker(_shared, Exited);
        _worker.Start();
    }

    private void WorkerGone()
    {
        _worker = null;
        _startAt = _restartAtOnce ? TimeSpan.Zero : _shared.Clock.GetElapsedTime(0) + _shared.Backoff.Next();
        _restartAtOnce = false;
    }

    // At the end of every worker's thread.
    private void Exited(CaptureWorker worker)
    {
        lock (_gate)
        {
            if (ReferenceEquals(worker, _worker))
                WorkerGone();
            else if (worker.Phase == CapturePhase.Abandoned)
                _abandoned--;
        }
    }
}
