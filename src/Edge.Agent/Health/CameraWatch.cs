using Edge.Agent.Capture;
using Edge.Agent.Configuration;

namespace Edge.Agent.Health;

/// <summary>
/// What is known of one camera's watching: the last word of its capture, its counters, whether it is paused.
/// <see cref="Tell"/>, <see cref="TellAgain"/>, <see cref="Pause"/> and <see cref="Resume"/> are thread safe; <see cref="Read"/> has one caller, the monitor.
/// </summary>
public sealed class CameraWatch
{
    private readonly TimeProvider _time;
    private Word _word;
    private volatile string? _paused;
    private volatile string _slowed = "";
    private long _captured, _judged, _capturedAt;
    private long? _unjudgedSince;

    /// <summary>A camera that is about to be opened.</summary>
    /// <param name="metrics">Its counters, which its capture and pipeline keep.</param>
    /// <param name="capture">Its waits, from which follows how long its loop may be silent.</param>
    /// <param name="time">The clock.</param>
    public CameraWatch(CameraMetrics metrics, CaptureSettings capture, TimeProvider time)
    {
        Metrics = metrics;
        StallTimeout = capture.StallTimeout;
        // Twice the longest wait: its jitter may lengthen it. Ten seconds: a busy machine.
        SilenceLimit = capture.OpenTimeout + capture.StallTimeout + (2 * capture.ReconnectMaximum) + TimeSpan.FromSeconds(10);
        _time = time;
        _word = new Word(CaptureCondition.Connecting, "", time.GetTimestamp());
        _capturedAt = _word.At;
        _captured = metrics.FramesCaptured;
        _judged = metrics.FramesJudged;
    }

    /// <summary>Its counters.</summary>
    public CameraMetrics Metrics { get; }

    /// <summary>No frame for this long is a stall.</summary>
    public TimeSpan StallTimeout { get; }

    /// <summary>A capture that says nothing for longer hangs.</summary>
    public TimeSpan SilenceLimit { get; }

    /// <summary>What its capture last said.</summary>
    public CaptureCondition Condition => Volatile.Read(ref _word).Condition;

    /// <summary>Why; empty when streaming.</summary>
    public string Reason => Volatile.Read(ref _word).Reason;

    /// <summary>Why nobody watches on purpose; null when watching is meant.</summary>
    public string? Paused => _paused;

    /// <summary>Why fewer frames are taken than configured; empty at full rate.</summary>
    public string Slowed => _slowed;

    /// <summary>Takes note of what the capture said.</summary>
    public void Tell(CaptureCondition condition, string reason) =>
        Volatile.Write(ref _word, new Word(condition, reason, _time.GetTimestamp()));

    /// <summary>The capture said the same again: it is alive.</summary>
    public void TellAgain()
    {
        Word word = Volatile.Read(ref _word);
        Interlocked.CompareExchange(ref _word, word with { At = _time.GetTimestamp() }, word);
    }

    /// <summary>Nobody watches from now on, on purpose: no hang is seen in it, and the coverage record says so.</summary>
    public void Pause(string reason) => _paused = reason;

    /// <summary>Watching is meant again.</summary>
    public void Resume() => _paused = null;

    /// <summary>Fewer frames are taken from now on: the coverage record says so. Empty is the full rate.</summary>
    public void Slow(string reason) => _slowed = reason;

    /// <summary>This moment's reading. Call it regularly: "unjudged" counts from the first reading that saw it.</summary>
    public CameraReading Read()
    {
        long now = _time.GetTimestamp();
        Word word = Volatile.Read(ref _word);
        long captured = Metrics.FramesCaptured;
        long judged = Metrics.FramesJudged;
        // Frames that came before the source broke off, or while nobody was meant to watch, are no reason to blame the detector.
        if (judged != _judged || _paused is not null || word.Condition != CaptureCondition.Streaming)
            _unjudgedSince = null;
        else if (captured != _captured)
            _unjudgedSince ??= now;
        if (captured != _captured)
            _capturedAt = now;
        _captured = captured;
        _judged = judged;
        return new CameraReading(
            Metrics.CameraId,
            word.Condition,
            word.Reason,
            _time.GetElapsedTime(Math.Max(_capturedAt, word.At), now),
            SilenceLimit,
            _unjudgedSince is { } since ? _time.GetElapsedTime(since, now) : null,
            _paused);
    }

    private sealed record Word(CaptureCondition Condition, string Reason, long At);
}
