namespace Edge.Agent.Capture;

/// <summary>
/// How long to wait before opening a source again: exponential with full jitter, so that the cameras of a site that lost its
/// switch do not all come back in the same second. Pure: the caller waits.
/// </summary>
/// <remarks>Source: "Exponential Backoff and Jitter", AWS Architecture Blog, 2015: sleep = random between 0 and min(cap, base * 2^attempt).</remarks>
public sealed class ReconnectBackoff
{
    private readonly TimeSpan _minimum;
    private readonly TimeSpan _maximum;
    private readonly Func<double> _uniform;
    private int _attempt;

    /// <summary>A back-off that starts at its minimum.</summary>
    /// <param name="minimum">Longest wait after the first failure; over zero.</param>
    /// <param name="maximum">Longest wait ever; at least <paramref name="minimum"/>.</param>
    /// <param name="uniform">Gives numbers from 0 (inclusive) to 1 (exclusive); null is a random generator of its own.</param>
    public ReconnectBackoff(TimeSpan minimum, TimeSpan maximum, Func<double>? uniform = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minimum, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, minimum);
        _minimum = minimum;
        _maximum = maximum;
        _uniform = uniform ?? Random.Shared.NextDouble;
    }

    /// <summary>Failures since the last <see cref="Reset"/>.</summary>
    public int Attempt => _attempt;

    /// <summary>The longest that the next wait can be.</summary>
    public TimeSpan Ceiling
    {
        get
        {
            // 2^62 ticks is beyond every maximum: from there on doubling changes nothing and would overflow.
            double doubled = _minimum.Ticks * Math.Pow(2, Math.Min(_attempt, 62));
            return doubled >= _maximum.Ticks ? _maximum : TimeSpan.FromTicks((long)doubled);
        }
    }

    /// <summary>The wait after one more failure.</summary>
    public TimeSpan Next()
    {
        TimeSpan ceiling = Ceiling;
        _attempt = Math.Min(_attempt + 1, 62);
        return TimeSpan.FromTicks((long)(ceiling.Ticks * _uniform()));
    }

    /// <summary>The source works again: the next failure starts at the minimum.</summary>
    public void Reset() => _attempt = 0;
}
