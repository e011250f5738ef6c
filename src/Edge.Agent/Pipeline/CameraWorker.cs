using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Pipeline;

/// <summary>
/// One camera at work: its capture, and the thread that takes its frames through the pipeline.
/// A detector that hangs is left behind with its thread and replaced.
/// </summary>
internal sealed class CameraWorker : ICameraUse
{
    private static readonly TimeSpan TakeTimeout = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly CameraCapture _capture;
    private readonly Func<FramePipeline> _makePipeline;
    private readonly ProgressBeat _beat;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Shift? _shift;
    private Action<Frame>? _snapshotTaker;
    private bool _disposed;

    /// <summary>A worker at rest.</summary>
    /// <param name="camera">Which camera.</param>
    /// <param name="capture">Its capture; owned by the worker from now on.</param>
    /// <param name="makePipeline">A new pipeline for it.</param>
    /// <param name="beat">Told of every judged frame.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs.</param>
    public CameraWorker(CameraSettings camera, CameraCapture capture, Func<FramePipeline> makePipeline, ProgressBeat beat, TimeProvider time, ILogger log)
    {
        Camera = camera;
        _capture = capture;
        _makePipeline = makePipeline;
        _beat = beat;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public CameraSettings Camera { get; }

    /// <summary>Its capture.</summary>
    public CameraCapture Capture => _capture;

    /// <inheritdoc/>
    public Task Completed => _completed.Task;

    /// <inheritdoc/>
    public void Start()
    {
        _capture.Start();
        lock (_gate)
            _shift = Begin();
    }

    /// <inheritdoc/>
    public void RequestSnapshot(Action<Frame> taker) => Interlocked.Exchange(ref _snapshotTaker, taker);

    /// <inheritdoc/>
    public async Task RestartAsync(string reason, CancellationToken cancellationToken)
    {
        Shift? old;
        lock (_gate)
        {
            if (_disposed)
                return;
            // The old one takes no further frame before the new one takes its first.
            old = _shift;
            old?.Stop();
            _shift = Begin();
        }

        if (old is not null && !await old.EndAsync(StopTimeout, _time))
            _log.LogError("Camera {Camera}: the old detector thread hangs and is left behind", Camera.Id);
    }

    /// <summary>Stops capture and pipeline; lasting alerts end. At most a few seconds, whatever hangs.</summary>
    public async ValueTask DisposeAsync()
    {
        Shift? shift;
        lock (_gate)
        {
            _disposed = true;
            shift = _shift;
            _shift = null;
        }

        if (shift is not null)
            await shift.EndAsync(StopTimeout, _time);
        _capture.Dispose();
    }

    private Shift Begin() => new(this, _makePipeline());

    /// <summary>One pipeline on one thread, until it is asked to end or the source is at its end.</summary>
    private sealed class Shift : IDisposable
    {
        private readonly CameraWorker _owner;
        private readonly FramePipeline _pipeline;
        private readonly CancellationTokenSource _stop = new();
        private readonly Lock _ending = new();
        private bool _disposed;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Shift(CameraWorker owner, FramePipeline pipeline)
        {
            _owner = owner;
            _pipeline = pipeline;
            new Thread(Run) { Name = "pipeline " + owner.Camera.Id, IsBackground = true }.Start();
        }

        public void Stop()
        {
            lock (_ending)
            {
                if (!_disposed)
                    _stop.Cancel();
            }
        }

        // The frame in hand is judged to its end; an inference that takes longer than half the time is cancelled.
        public async Task<bool> EndAsync(TimeSpan timeout, TimeProvider time)
        {
            Stop();
            if (await EndsWithinAsync(timeout / 2, time))
                return true;
            _pipeline.CancelInference();
            return await EndsWithinAsync(timeout / 2, time);
        }

        private async Task<bool> EndsWithinAsync(TimeSpan timeout, TimeProvider time)
        {
            try
            {
                await _ended.Task.WaitAsync(timeout, time);
                return true;
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        // The thread disposes it at its end: nobody else may know when that is.
        public void Dispose()
        {
            _pipeline.Dispose();
            lock (_ending)
            {
                _disposed = true;
                _stop.Dispose();
            }
        }

        private void Run()
        {
            try
            {
                Moment last = Loop();
                _pipeline.Finish(last);
                if (!_stop.IsCancellationRequested)
                    _owner._completed.TrySetResult();
            }
            catch (Exception e) // loop edge: a fault while ending must not take the process down
            {
                _owner._log.LogError(e, "Camera {Camera}: the pipeline ended badly", _owner.Camera.Id);
            }
            finally
            {
                _owner._beat.Idle();
                _ended.TrySetResult();
                Dispose();
            }
        }

        private Moment Loop()
        {
            Moment last = default;
            string? lastFault = null;
            while (!_stop.IsCancellationRequested)
            {
                Frame? frame;
                try
                {
                    frame = _owner._capture.Take(TakeTimeout, _stop.Token);
                }
                catch (OperationCanceledException)
                {
                    break;
                }

                if (frame is null)
                {
                    _owner._beat.Idle();
                    if (_owner._capture.IsCompleted)
                        break;
                    continue;
                }

                using (frame)
                {
                    last = frame.CapturedAt;
                    try
                    {
                        _owner._beat.Working();
                        _pipeline.Process(frame);
                        _owner._beat.Progressed();
                        Interlocked.Exchange(ref _owner._snapshotTaker, null)?.Invoke(frame);
                    }
                    catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                    {
                        // Its inference was ended; what the frames before it began is still told to its end.
                        break;
                    }
                    catch (Exception e) // loop edge: one bad frame is skipped; a detector that fails on all makes no progress, which the health monitor sees
                    {
                        if (e.Message != lastFault)
                            _owner._log.LogError(e, "Camera {Camera}: a frame could not be judged", _owner.Camera.Id);
                        lastFault = e.Message;
                    }
                }
            }

            return last;
        }
    }
}
