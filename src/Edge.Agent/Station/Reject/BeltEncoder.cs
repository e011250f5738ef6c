using Edge.Agent.Configuration;
using Edge.Agent.Gpio;

namespace Edge.Agent.Station.Reject;

/// <summary>
/// Counts the edges of a belt's encoder (one channel: the belt runs one way), and knows where the belt stood a moment ago, since a debounced
/// sensor tells late. Reading is thread safe and takes no lock.
/// </summary>
internal sealed class BeltEncoder : IDisposable
{
    // A power of two: at 5 kHz the last 200 ms.
    private const int Remembered = 1024;

    private readonly long[] _stamps = new long[Remembered];
    private readonly IInputLine _line;
    private long _counts;

    /// <summary>Opens the encoder's line and counts from 0.</summary>
    /// <exception cref="LineException">The line cannot be used.</exception>
    public BeltEncoder(LineBank lines, InputLineSettings line) => _line = lines.OpenInput(line, Take);

    /// <summary>The belt has moved by a count: the new count and when, as <see cref="TimeProvider.GetTimestamp"/>. On the line's thread: be quick.</summary>
    public event Action<long, long>? Moved;

    /// <summary>Counts so far.</summary>
    public long Counts => Volatile.Read(ref _counts);

    /// <summary>The count at a moment; what is longer ago than it remembers gets the oldest that it knows.</summary>
    public long CountsAt(long timestamp)
    {
        long counts = Counts;
        long oldest = Math.Max(0, counts - Remembered + 2);
        // Nearly always the last few.
        while (counts > oldest && Volatile.Read(ref _stamps[(counts - 1) & (Remembered - 1)]) > timestamp)
            counts--;
        return counts;
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();

    private void Take(LineEdge edge)
    {
        long counts = _counts;
        Volatile.Write(ref _stamps[counts & (Remembered - 1)], edge.Timestamp);
        Volatile.Write(ref _counts, counts + 1);
        Moved?.Invoke(counts + 1, edge.Timestamp);
    }
}
