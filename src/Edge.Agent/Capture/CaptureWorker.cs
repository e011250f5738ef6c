using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Capture;

/// <summary>
/// One capture thread: opens the source, streams from it, waits and opens it again, until it is told to stop.
/// Native calls may hang for ever, so the thread can be given up (<see cref="Abandon"/>): from then on it delivers nothing,
/// touches nothing that is shared, and frees its own source when the call comes back.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "The thread itself frees what it uses when it ends, which for one that was given up nobody can wait for.")]
internal sealed class CaptureWorker
{
    private readonly CaptureShared _shared;
    private readonly Action<CaptureWorker> _exited;
    private readonly CancellationTokenSource _stop = new();
    private readonly ClockWait _wait;
    private readonly Thread _thread;
    private int _phase;
    private long _since;

    public CaptureWorker(CaptureShared shared, Action<CaptureWorker> exited)
    {
        _shared = shared;
        _exited = exited;
        _wait = new ClockWait(shared.Clock);
        _thread = new Thread(Run) { IsBackground = true, Name = $"capture {shared.Camera.Id}" };
    }

    /// <summary>What it is doing.</summary>
    public CapturePhase Phase => (CapturePhase)Volatile.Read(ref _phase);

    /// <summary>For how long.</summary>
    public TimeSpan InPhase => _shared.Clock.GetElapsedTime(Volatile.Read(ref _since));

    /// <summary>When it was told to stop; null while it was not.</summary>
    public long? StoppedAt { get; private set; }

    public void Start() => _thread.Start();

    /// <summary>Tells it to end. It does as soon as it is in no native call.</summary>
    public void Stop()
    {
        StoppedAt ??= _shared.Clock.GetTimestamp();
        _stop.Cancel();
    }

    /// <summary>Waits for its end.</summary>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>Gives the thread up, unless it is just handing over a frame or idle: then it is not stuck.</summary>
    /// <returns>Whether it was given up.</returns>
    public bool Abandon()
    {
        while (true)
        {
            CapturePhase phase = Phase;
            if (phase is not (CapturePhase.Opening or CapturePhase.Reading))
                return phase == CapturePhase.Abandoned;
            if (Interlocked.CompareExchange(ref _phase, (int)CapturePhase.Abandoned, (int)phase) == (int)phase)
                return true;
        }
    }

    /// <summary>Marks what the thread is about to do.</summary>
    /// <exception cref="OperationCanceledException">It was given up, or told to stop.</exception>
    internal void Enter(CapturePhase next)
    {
        CapturePhase now = Phase;
        Volatile.Write(ref _since, _shared.Clock.GetTimestamp());
        if (now == CapturePhase.Abandoned || Interlocked.CompareExchange(ref _phase, (int)next, (int)now) != (int)now)
            throw new OperationCanceledException();
        _stop.Token.ThrowIfCancellationRequested();
    }

    private void Run()
    {
        try
        {
            while (!_shared.IsEnded)
            {
                if (StreamOnce() is { } failure)
                    Pause(failure);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or given up and come back.
        }
        finally
        {
            _wait.Dispose();
            _exited(this);
        }
    }

    // Null when the source is to be opened again at once, or the recording is over.
    private string? StreamOnce()
    {
        try
        {
            using IFrameSource source = _shared.Sources();
            Enter(CapturePhase.Opening);
            source.Open(_stop.Token);
            Enter(CapturePhase.Idle);
            if (_shared.WasOpen)
                _shared.Metrics.CountReconnect();
            _shared.WasOpen = true;
            StreamEnd end = new FrameStream(this, _shared, source, _wait).Run(_stop.Token);
            if (end.IsFinal)
            {
                _shared.IsEnded = true;
                _shared.Reporter.Report(CaptureCondition.Ended, end.Reason);
                return null;
            }

            if (!end.GoesOn)
                return end.Reason;
            _shared.WasOpen = false;
            if (end.Reason.Length > 0)
                _shared.Logger.LogWarning("Camera {Camera}: {Reason}", _shared.Camera.Id, end.Reason);
            return null;
        }
        catch (CaptureException e)
        {
            // FFmpeg's own limit may end a stalled read before the monitor looks.
            if (Phase == CapturePhase.Reading && InPhase > _shared.Settings.StallTimeout)
                _shared.Reporter.Stalled(_shared.Settings.StallTimeout);
            return e.Message;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The loop's edge: whatever a backend throws, the camera is tried again.
            _shared.Logger.LogError(e, "Camera {Camera}: capture failed", _shared.Camera.Id);
            return $"capture failed: {e.GetType().Name}";
        }
    }

    private void Pause(string failure)
    {
        Enter(CapturePhase.Idle);
        _shared.Reporter.Failed(failure);
        _wait.Wait(_shared.Backoff.Next(), _stop.Token);
    }
}
