namespace Edge.Agent.Health;

/// <summary>
/// How a part says that it gets on: it has work, it got some done, it has none left.
/// Thread safe, lock free, allocation free: made for the frame path.
/// </summary>
/// <remarks>
/// "Done" includes an honest failure. A publisher whose connection attempt was refused, or an outbox that gave a message up
/// because the disk is full, calls <see cref="Progressed"/>: it is not stuck, and restarting it would change nothing.
/// </remarks>
public sealed class ProgressBeat
{
    private readonly TimeProvider _time;
    private long _progressAt;
    private long _workSince; // 0: no work

    /// <summary>A part without work.</summary>
    public ProgressBeat(HealthPart part, string name, TimeProvider time)
    {
        Key = new PartKey(part, name);
        _time = time;
        _progressAt = Stamp();
    }

    /// <summary>Whose beat this is.</summary>
    public PartKey Key { get; }

    /// <summary>There is work from now on; nothing changes where there was already.</summary>
    public void Working()
    {
        if (Volatile.Read(ref _workSince) == 0)
            Interlocked.CompareExchange(ref _workSince, Stamp(), 0);
    }

    /// <summary>Some of the work is done, or has failed in a way that the part handles itself.</summary>
    public void Progressed() => Volatile.Write(ref _progressAt, Stamp());

    /// <summary>All work is done.</summary>
    public void Idle()
    {
        Progressed();
        Volatile.Write(ref _workSince, 0);
    }

    /// <summary>How long there has been work without any of it getting done; null without work.</summary>
    public TimeSpan? WaitingFor()
    {
        long since = Volatile.Read(ref _workSince);
        if (since == 0)
            return null;
        TimeSpan waiting = _time.GetElapsedTime(Math.Max(since, Volatile.Read(ref _progressAt)));
        return waiting > TimeSpan.Zero ? waiting : TimeSpan.Zero;
    }

    private long Stamp()
    {
        long now = _time.GetTimestamp();
        return now == 0 ? 1 : now;
    }
}
