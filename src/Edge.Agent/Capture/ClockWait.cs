namespace Edge.Agent.Capture;

/// <summary>Waits for times of a clock again and again without allocating. One waiter at a time.</summary>
internal sealed class ClockWait : IDisposable
{
    private readonly ManualResetEventSlim _due = new();
    private readonly ITimer _timer;

    public ClockWait(TimeProvider clock) =>
        _timer = clock.CreateTimer(static due => ((ManualResetEventSlim)due!).Set(), _due, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Waits; not at all for zero or less.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Wait(TimeSpan delay, CancellationToken cancellationToken)
    {
        if (delay <= TimeSpan.Zero)
            return;
        _due.Reset();
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
        _due.Wait(cancellationToken);
    }

    /// <summary>Ends the timer. The event needs no disposal, and a timer that fires late may still set it.</summary>
    public void Dispose() => _timer.Dispose();
}
