using System.Collections.Concurrent;
using Edge.Agent.Capture;
using Edge.Domain.Frames;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// Takes one fresh picture for each trigger, on a thread of its own: the first frame whose light was collected after the trigger (and its delay),
/// never one that waited in a buffer. A part whose picture does not come in time is handed on without one.
/// Frames that nobody asked for are looked at by nobody, and given back.
/// </summary>
/// <remarks>Every trigger is handed on exactly once, in order, the ones still waiting at the end too.</remarks>
internal sealed class PartPictures : IDisposable
{
    private const int MostWaiting = 64;
    private static readonly TimeSpan TakeTimeout = TimeSpan.FromMilliseconds(20);

    private readonly IFrameFeed _feed;
    private readonly Action<PartTrigger, Frame?> _taken;
    private readonly Action<Frame> _seen;
    private readonly TimeSpan _delay;
    private readonly long _delayStamps;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<PartTrigger> _wanted = new();
    private readonly Thread _thread;

    /// <summary>Starts taking.</summary>
    /// <param name="feed">Frames; this is its one consumer.</param>
    /// <param name="timing">How long after the trigger the picture is to be taken, and how long to wait for it from then on.</param>
    /// <param name="seen">Looks at every frame, on the thread; must not keep it.</param>
    /// <param name="taken">Gets each trigger with its picture, which it owns, or null; on the thread, and must be quick.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">For what cannot be.</param>
    public PartPictures(IFrameFeed feed, (TimeSpan Delay, TimeSpan Timeout) timing, Action<Frame> seen, Action<PartTrigger, Frame?> taken, TimeProvider time, ILogger log)
    {
        _feed = feed;
        (_delay, _timeout) = timing;
        _delayStamps = (long)(timing.Delay.TotalSeconds * time.TimestampFrequency);
        _seen = seen;
        _taken = taken;
        _time = time;
        _log = log;
        _thread = new Thread(Run) { Name = "part pictures", IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>Asks for a picture of a part. Any thread.</summary>
    /// <returns>False when too many wait already, or it has ended: the part gets none.</returns>
    public bool Want(in PartTrigger trigger)
    {
        if (_stop.IsCancellationRequested || _wanted.Count >= MostWaiting)
            return false;
        _wanted.Enqueue(trigger);
        return true;
    }

    /// <summary>Ends; parts that wait are handed on without a picture before it returns.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
            return;
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_feed.Take(TakeTimeout, _stop.Token) is { } frame)
                    HandOn(frame);
                // Without frames, too, the waiting parts run out of time.
                GiveUpLate();
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception e) // loop edge: a part without its picture cannot be judged, which is told; the station must go on
            {
                _log.LogError(e, "A part's picture could not be taken");
            }
        }

        while (_wanted.TryDequeue(out PartTrigger left))
            _taken(left, null);
    }

    private void HandOn(Frame frame)
    {
        Frame? mine = frame;
        try
        {
            _seen(frame);
            while (_wanted.TryPeek(out PartTrigger first) && IsFresh(frame, first) && _wanted.TryDequeue(out first))
            {
                // Exposed after the next part's trigger too, it shows that one: a trigger that was noticed late must not be judged by its neighbour.
                if (_wanted.TryPeek(out PartTrigger next) && IsFresh(frame, next))
                {
                    _taken(first, null);
                    continue;
                }

                mine = null;
                _taken(first, frame);
                return;
            }
        }
        finally
        {
            mine?.Dispose();
        }
    }

    private bool IsFresh(Frame frame, in PartTrigger trigger) => frame.ExposedTimestamp - trigger.Timestamp >= _delayStamps;

    private void GiveUpLate()
    {
        while (_wanted.TryPeek(out PartTrigger first) && _time.GetElapsedTime(first.Timestamp) > _delay + _timeout && _wanted.TryDequeue(out first))
            _taken(first, null);
    }
}
