namespace Edge.Domain.Inspection.Line;

/// <summary>
/// Turns a counter that wraps around into one that does not. Between two readings the belt must move by less than half the counter's range;
/// movement backwards is followed as well. Not thread safe.
/// </summary>
public sealed class CountUnwrapper
{
    private readonly long _modulus;
    private long _total;
    private long _last;
    private bool _started;

    /// <summary>An unwrapper that begins at 0 with the first reading.</summary>
    /// <param name="modulus">How many values the counter has: 65536 for one of 16 bits; 2 or more.</param>
    public CountUnwrapper(long modulus)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modulus, 2);
        _modulus = modulus;
    }

    /// <summary>Counts since the first reading.</summary>
    /// <param name="raw">The counter's value, 0 to its modulus - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The counter cannot have this value.</exception>
    public long Take(long raw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(raw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(raw, _modulus);
        if (_started)
        {
            long moved = raw - _last;
            // The shorter way round is the one that was gone.
            if (moved > _modulus / 2)
                moved -= _modulus;
            else if (moved < -(_modulus / 2))
                moved += _modulus;
            _total += moved;
        }

        (_last, _started) = (raw, true);
        return _total;
    }
}
