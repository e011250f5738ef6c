using System.Diagnostics;

namespace Edge.Agent.Bench;

/// <summary>
/// Exact latencies, kept one by one: a bench must tell 2 % apart, which the agent's histograms do not. Room is made beforehand; the latest replace the oldest.
/// One thread adds; read it when that thread rests.
/// </summary>
internal sealed class TimeSamples(int capacity)
{
    private readonly long[] _ticks = new long[capacity];
    private long _added;

    /// <summary>Latencies added, up to the capacity.</summary>
    public int Count => (int)Math.Min(_added, _ticks.Length);

    /// <summary>Adds one, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks) => _ticks[_added++ % _ticks.Length] = ticks;

    /// <summary>Forgets all.</summary>
    public void Clear() => _added = 0;

    /// <summary>Mean and percentiles (nearest rank); null without any.</summary>
    public StageTimes? Summarise()
    {
        if (Count == 0)
            return null;
        long[] sorted = _ticks[..Count];
        Array.Sort(sorted);
        return new StageTimes(Ms(sorted.Average()), At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99));
    }

    private static double At(long[] sorted, double fraction) => Ms(sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * fraction) - 1)]);

    private static double Ms(double ticks) => Math.Round(ticks * 1000 / Stopwatch.Frequency, 4);
}
