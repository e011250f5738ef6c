namespace Edge.Agent.Outbox;

/// <summary>
/// When the loop writes next. Pure; times are monotonic. New messages at once, with whatever has gathered meanwhile (group commit);
/// deletions ride along, or wait up to <see cref="DeleteDelay"/> for company, since losing one costs only a duplicate;
/// after a failure nothing until the back-off is over.
/// </summary>
internal sealed class WriteSchedule
{
    /// <summary>Longest wait of a receipt for its deletion.</summary>
    public static readonly TimeSpan DeleteDelay = TimeSpan.FromMilliseconds(200);

    /// <summary>Receipts that no longer wait for company.</summary>
    public const int DeleteBatch = 64;

    private static readonly TimeSpan _firstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _lastRetry = TimeSpan.FromSeconds(10);
    private TimeSpan _retryAt = TimeSpan.MinValue;
    private TimeSpan _backOff;

    /// <summary>How long to wait; zero is now, null is until something comes.</summary>
    /// <param name="now">Monotonic time.</param>
    /// <param name="mustOpen">The file is not open.</param>
    /// <param name="arrivals">Messages that wait for the disk, or counters that do.</param>
    /// <param name="receipts">Deletions that wait.</param>
    /// <param name="oldestReceipt">When the first of them came.</param>
    public TimeSpan? Due(TimeSpan now, bool mustOpen, bool arrivals, int receipts, TimeSpan oldestReceipt)
    {
        TimeSpan? due = mustOpen || arrivals || receipts >= DeleteBatch ? TimeSpan.Zero
            : receipts > 0 ? Positive(oldestReceipt + DeleteDelay - now)
            : null;
        if (due is null || _retryAt <= now)
            return due;
        TimeSpan retry = _retryAt - now;
        return retry > due ? retry : due;
    }

    /// <summary>A write failed: the next one is put off, twice as long each time, up to ten seconds.</summary>
    public void Failed(TimeSpan now)
    {
        _backOff = _backOff == TimeSpan.Zero ? _firstRetry : _backOff * 2 < _lastRetry ? _backOff * 2 : _lastRetry;
        _retryAt = now + _backOff;
    }

    /// <summary>A write succeeded.</summary>
    public void Succeeded()
    {
        _backOff = TimeSpan.Zero;
        _retryAt = TimeSpan.MinValue;
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
