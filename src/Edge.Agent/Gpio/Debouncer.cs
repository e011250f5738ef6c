namespace Edge.Agent.Gpio;

/// <summary>
/// Decides which edges of an input count: those after which the level stays for a time. Pure: edges and time come in, edges that count go out.
/// Not thread safe.
/// </summary>
/// <param name="stayTicks">How long the level must stay, in ticks of <see cref="TimeProvider.GetTimestamp"/>; 0 lets every edge through.</param>
/// <param name="level">The level at the start, which is no edge.</param>
internal sealed class Debouncer(long stayTicks, bool level)
{
    private bool _pending;
    private long _pendingSince;

    /// <summary>The level that last stayed.</summary>
    public bool Level { get; private set; } = level;

    /// <summary>When <see cref="Settle"/> has something to say, unless another edge comes before; null is never.</summary>
    public long? DueAt => _pending ? _pendingSince + stayTicks : null;

    /// <summary>An edge came. What stayed long enough before it must have been asked for with <see cref="Settle"/>.</summary>
    /// <returns>The edge, where it counts at once.</returns>
    public LineEdge? Take(bool level, long timestamp)
    {
        if (stayTicks == 0)
        {
            // Also one that repeats the level: the driver lost the edge between them, and who counts pulses must not lose this one too.
            Level = level;
            return new LineEdge(level, timestamp);
        }

        if (level == Level)
        {
            _pending = false;
        }
        else if (!_pending)
        {
            _pending = true;
            _pendingSince = timestamp;
        }

        return null;
    }

    /// <summary>The edge whose level has stayed long enough by now; it carries the time at which the level began to stay.</summary>
    public LineEdge? Settle(long now)
    {
        if (!_pending || now - _pendingSince < stayTicks)
            return null;
        _pending = false;
        Level = !Level;
        return new LineEdge(Level, _pendingSince);
    }
}
