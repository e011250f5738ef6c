namespace Edge.Agent.Updates.Models;

/// <summary>The latest times of an inference, for their p99. Not thread safe.</summary>
internal sealed class LatencyRecord
{
    private readonly double[] _ms = new double[512];
    private int _count;

    /// <summary>One more, in milliseconds.</summary>
    public void Add(double ms) => _ms[_count++ % _ms.Length] = ms;

    /// <summary>What 99 of 100 keep (nearest rank), in milliseconds; null before the first.</summary>
    public double? P99()
    {
        int held = Math.Min(_count, _ms.Length);
        if (held == 0)
            return null;
        double[] sorted = [.. _ms.AsSpan(0, held)];
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(held * 0.99) - 1];
    }
}
