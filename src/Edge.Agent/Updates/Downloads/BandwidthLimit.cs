namespace Edge.Agent.Updates.Downloads;

/// <summary>Holds downloads back to a rate, all of those that share it together. Thread-safe.</summary>
/// <param name="bytesPerSecond">At most, above 0; null: no limit.</param>
/// <param name="time">The clock.</param>
public sealed class BandwidthLimit(long? bytesPerSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private double _freeAtSeconds;

    /// <summary>How many bytes are best asked for at once, so that the rate is even: a quarter of a second's worth.</summary>
    public int Chunk(int largest) => bytesPerSecond is { } rate ? (int)Math.Clamp(rate / 4, 1, largest) : largest;

    /// <summary>Waits until <paramref name="bytes"/> that came are within the rate.</summary>
    public async ValueTask TakeAsync(int bytes, CancellationToken cancellation)
    {
        if (bytesPerSecond is not { } rate)
            return;
        double wait;
        lock (_gate)
        {
            double now = time.GetElapsedTime(_start).TotalSeconds;
            _freeAtSeconds = Math.Max(_freeAtSeconds, now) + (bytes / (double)rate);
            wait = _freeAtSeconds - now;
        }

        if (wait > 0)
            await Task.Delay(TimeSpan.FromSeconds(wait), time, cancellation);
    }
}
