namespace Edge.Agent.Updates.Downloads;

/// <summary>Whether a server is fast enough: each portion (rate times window) must come within one window of waiting for it. Pure.</summary>
internal sealed class RetrievalRate(long minimumBytesPerSecond, TimeSpan window)
{
    private readonly long _portion = Math.Max(1, (long)(minimumBytesPerSecond * window.TotalSeconds));
    private TimeSpan _waited;
    private long _bytes;

    /// <summary>How long the next read may wait at most; zero or less: the server is too slow.</summary>
    public TimeSpan Patience => window - _waited;

    /// <summary>Takes note of a read.</summary>
    /// <returns>Whether a portion is complete.</returns>
    public bool Add(TimeSpan waited, int bytes)
    {
        _waited += waited;
        _bytes += bytes;
        if (_bytes < _portion)
            return false;
        _waited = TimeSpan.Zero;
        _bytes = 0;
        return true;
    }
}
