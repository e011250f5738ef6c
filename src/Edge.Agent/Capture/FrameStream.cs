using Edge.Agent.Health;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Agent.Capture;

/// <summary>The frames of one opened source, from its first to its last: stepped over, paced, stamped, counted and handed over.</summary>
internal sealed class FrameStream
{
    // A late player throws frames away; one that is very late (a device that slept) starts its clock anew.
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Waited = TimeSpan.FromMilliseconds(1);

    private readonly CaptureWorker _worker;
    private readonly CaptureShared _shared;
    private readonly IFrameSource _source;
    private readonly ISteppingSource? _stepping;
    private readonly ClockWait _wait;
    private readonly bool _paced;
    private readonly TimeSpan _minimumInterval;
    private long _earliest;
    private TimeSpan? _playStart;
    private TimeSpan _nextTake = TimeSpan.MinValue;
    private TimeSpan _lastMedia;
    private TimeSpan _steadyAt;
    private SizePx? _size;
    private long _inPass;
    private double _credit = 1;
    private bool _isSteady;

    public FrameStream(CaptureWorker worker, CaptureShared shared, IFrameSource source, ClockWait wait)
    {
        _worker = worker;
        _shared = shared;
        _source = source;
        _stepping = source as ISteppingSource;
        _wait = wait;
        _paced = !source.IsLive && shared.Settings.RealTime;
        bool limited = shared.Settings.MaximumFps > 0 && (source.IsLive || _paced);
        _minimumInterval = limited ? TimeSpan.FromSeconds(1 / shared.Settings.MaximumFps) : TimeSpan.Zero;
    }

    private TimeSpan Now => _shared.Clock.GetElapsedTime(0);

    /// <summary>Streams until the end.</summary>
    /// <exception cref="CaptureException">The source broke.</exception>
    /// <exception cref="OperationCanceledException">The worker was stopped or given up.</exception>
    public StreamEnd Run(CancellationToken token)
    {
        if (!_source.IsLive && !SkipJudged(token))
            return End();
        while (true)
        {
            _worker.Enter(CapturePhase.Reading);
            bool more = TryNext(token, out Frame? frame);
            try
            {
                _worker.Enter(CapturePhase.Delivering);
                if (!more)
                    return End();
                if (frame is not null)
                    Deliver(frame, token);
                frame = null;
            }
            finally
            {
                frame?.Dispose();
            }

            _inPass++;
            _shared.Timeline.Next++;
        }
    }

    // Frames of a recording that were judged before: stepped over, which gives the rest their right numbers and times.
    private bool SkipJudged(CancellationToken token)
    {
        for (long skip = _shared.Timeline.ToSkip; skip > 0; skip--)
        {
            _worker.Enter(CapturePhase.Reading);
            if (_stepping is not null)
            {
                if (!_stepping.Step(token))
                    return false;
                _lastMedia = _stepping.MediaTime;
            }
            else
            {
                using Frame? judged = _source.Read(_shared.Pool, token);
                if (judged is null)
                    return false;
                _lastMedia = judged.CapturedAt.Monotonic;
            }

            _inPass++;
        }

        return true;
    }

    // False at the end. A frame that is not wanted is null.
    private bool TryNext(CancellationToken token, out Frame? frame)
    {
        frame = null;
        long start = _shared.Clock.GetTimestamp();
        long asked = start;
        if (_stepping is not null)
        {
            if (!_stepping.Step(token))
                return false;
            if (!IsWanted(_stepping.MediaTime))
                return true;
            // A live step is mostly waiting for the camera: only what comes after it is work.
            start = _source.IsLive ? _shared.Clock.GetTimestamp() : start;
            frame = _stepping.Take(_shared.Pool);
        }
        else
        {
            frame = _source.Read(_shared.Pool, token);
            if (frame is null)
                return false;
            if (!IsWanted(frame.CapturedAt.Monotonic))
            {
                frame.Dispose();
                frame = null;
            }
        }

        if (frame is not null)
        {
            _shared.Metrics.CountCaptured();
            _shared.Metrics[Stage.Capture].Record(_shared.Clock.GetElapsedTime(start));
            if (frame.ExposedTimestamp == 0)
                frame.ExposedTimestamp = EarliestExposure(asked);
        }

        return true;
    }

    // A frame that needed waiting for was still to come when it was asked for. One that was there at once had waited itself:
    // all that is known is that it came after the one before.
    private long EarliestExposure(long asked)
    {
        if (_shared.Clock.GetElapsedTime(asked) >= Waited)
            _earliest = asked;
        return _earliest;
    }

    private bool IsWanted(TimeSpan media)
    {
        _lastMedia = media;
        TimeSpan now = Now;
        if (_playStart is { } playStart && now - (playStart + media) is var late && late > Late)
        {
            if (late < Lost)
            {
                _shared.Metrics.CountCaptured();
                _shared.Metrics.CountDropped();
                return false;
            }

            _playStart = null;
        }

        return IsDue(_paced ? media : now) && IsWithinLimit();
    }

    private bool IsDue(TimeSpan at)
    {
        if (_minimumInterval == TimeSpan.Zero)
            return true;
        if (at < _nextTake)
            return false;
        bool wasIdle = _nextTake == TimeSpan.MinValue || at - _nextTake > _minimumInterval;
        _nextTake = (wasIdle ? at : _nextTake) + _minimumInterval;
        return true;
    }

    // By counting, not by time: a part of whatever rate the camera has.
    private bool IsWithinLimit()
    {
        double rate = _shared.Limit.Rate;
        if (rate >= 1 || !(_source.IsLive || _paced))
        {
            _credit = 1;
            return true;
        }

        if (_credit >= 1)
        {
            _credit += rate - 1;
            return true;
        }

        _credit += rate;
        return false;
    }

    private void Deliver(Frame frame, CancellationToken token)
    {
        if (_paced)
        {
            TimeSpan media = frame.CapturedAt.Monotonic;
            _playStart ??= Now - media;
            _wait.Wait(_playStart.Value + media - Now, token);
        }

        _shared.Timeline.Stamp(frame);
        Announce(frame.Size);
        _shared.Handover.Offer(frame, token);
    }

    private void Announce(SizePx size)
    {
        if (_size is not { } before)
        {
            _steadyAt = Now + _shared.Settings.StallTimeout;
            _shared.Reporter.Report(CaptureCondition.Streaming, "");
        }
        else if (before != size)
        {
            _shared.Reporter.Report(CaptureCondition.Streaming, $"the picture's size changed from {before} to {size}");
        }

        _size = size;
        if (_isSteady || Now < _steadyAt)
            return;
        // Not at the first frame: a camera that breaks after each one shall be waited for longer and longer.
        _isSteady = true;
        _shared.Backoff.Reset();
    }

    private StreamEnd End()
    {
        if (_source.IsLive)
            return new($"{_source.Description} ended", IsFinal: false, GoesOn: false);
        if (_inPass == 0)
            return new($"{_source.Description} has no frames", IsFinal: false, GoesOn: false);
        string? note = _stepping?.EndNote;
        if (!_shared.Settings.Loop)
            return new(note ?? $"all {_inPass} frames were read", IsFinal: true, GoesOn: false);
        _shared.Timeline.PassEnded(_inPass, _lastMedia);
        return new(note ?? "", IsFinal: false, GoesOn: true);
    }
}
