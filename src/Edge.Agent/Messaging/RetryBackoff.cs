namespace Edge.Agent.Messaging;

/// <summary>
/// How long to wait before trying again: each wait twice the last, up to a limit, of which a random half is taken off,
/// so that a fleet that lost its broker together does not come back together. Pure; not thread safe.
/// </summary>
public sealed class RetryBackoff
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Random _random;
    private TimeSpan _next;

    /// <summary>Waits from <paramref name="first"/> to <paramref name="longest"/>.</summary>
    /// <param name="first">Before jitter; more than zero.</param>
    /// <param name="longest">Before jitter; not under <paramref name="first"/>.</param>
    /// <param name="random">Source of the jitter.</param>
    public RetryBackoff(TimeSpan first, TimeSpan longest, Random random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(first, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, first);
        _first = first;
        _longest = longest;
        _random = random;
        _next = first;
    }

    /// <summary>The next wait: between half of its step and all of it.</summary>
    public TimeSpan Next()
    {
        TimeSpan step = _next;
        _next = step > _longest / 2 ? _longest : step * 2;
        return (step / 2) + (step / 2 * _random.NextDouble());
    }

    /// <summary>It worked: start over.</summary>
    public void Reset() => _next = _first;
}
