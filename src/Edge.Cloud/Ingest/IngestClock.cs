namespace Edge.Cloud.Ingest;

/// <summary>Time, and how much of it a batch may take to gather.</summary>
internal sealed class IngestClock(IngestSettings settings, TimeProvider time)
{
    /// <summary>Most messages of one commit.</summary>
    public int BatchMessages { get; } = Math.Max(1, settings.BatchMessages);

    /// <summary>How long a commit waits for more messages.</summary>
    public TimeSpan Linger { get; } = TimeSpan.FromMilliseconds(Math.Clamp(settings.LingerMs, 0, 10_000));

    /// <summary>UTC.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>For <see cref="Since"/>.</summary>
    public long Timestamp => time.GetTimestamp();

    /// <summary>Time since <see cref="Timestamp"/> was <paramref name="start"/>.</summary>
    public TimeSpan Since(long start) => time.GetElapsedTime(start);

    /// <summary>Waits.</summary>
    public Task DelayAsync(TimeSpan span, CancellationToken cancel) => Task.Delay(span, time, cancel);
}
