using Edge.Agent.Capture;
using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Capture;

/// <summary>Remembers what captures reported, and waits for it.</summary>
internal sealed class ConditionLog : ICaptureObserver
{
    private readonly object _gate = new();
    private readonly List<Entry> _entries = [];
    private int _failedAgain;

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    public void ConditionChanged(string cameraId, CaptureCondition condition, string reason, Moment at)
    {
        lock (_gate)
        {
            _entries.Add(new(cameraId, condition, reason, at));
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Failures that were no news.</summary>
    public int FailedAgainCount => Volatile.Read(ref _failedAgain);

    public void FailedAgain(string cameraId) => Interlocked.Increment(ref _failedAgain);

    /// <summary>The first report from <paramref name="from"/> on that is as wanted; fails the test when it does not come.</summary>
    public Entry WaitFor(CaptureCondition condition, int from = 0, Func<Entry, bool>? also = null, int seconds = 20)
    {
        long deadline = TimeProvider.System.GetTimestamp() + (seconds * TimeProvider.System.TimestampFrequency);
        lock (_gate)
        {
            while (true)
            {
                Entry? found = _entries.Skip(from).FirstOrDefault(e => e.Condition == condition && (also is null || also(e)));
                if (found is not null)
                    return found;
                TimeSpan left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), deadline);
                if (left <= TimeSpan.Zero)
                    Assert.Fail($"no {condition} within {seconds} s; reported: {string.Join("; ", _entries.Skip(from))}");
                Monitor.Wait(_gate, left);
            }
        }
    }

    public int Count => Entries.Count;

    internal sealed record Entry(string Camera, CaptureCondition Condition, string Reason, Moment At);
}
