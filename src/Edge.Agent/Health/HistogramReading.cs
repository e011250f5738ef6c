namespace Edge.Agent.Health;

/// <summary>A copy of a <see cref="StageHistogram"/>, or what came between two of them.</summary>
public sealed class HistogramReading
{
    private readonly long[] _buckets;

    internal HistogramReading(long[] buckets, TimeSpan total)
    {
        _buckets = buckets;
        Total = total;
        Count = buckets.Sum();
    }

    /// <summary>Latencies recorded.</summary>
    public long Count { get; }

    /// <summary>Their sum.</summary>
    public TimeSpan Total { get; }

    /// <summary>Their mean in milliseconds; 0 without any.</summary>
    public double MeanMs => Count == 0 ? 0 : Total.TotalMilliseconds / Count;

    /// <summary>What was recorded since an earlier reading of the same histogram.</summary>
    public HistogramReading Since(HistogramReading earlier) =>
        new([.. _buckets.Zip(earlier._buckets, (now, before) => Math.Max(0, now - before))], Total > earlier.Total ? Total - earlier.Total : TimeSpan.Zero);

    /// <summary>The latency in milliseconds that a part <paramref name="fraction"/> (0 to 1) did not exceed, rounded up by at most 19 %; 0 without any.</summary>
    public double PercentileMs(double fraction)
    {
        if (Count == 0)
            return 0;
        long rank = Math.Max(1, (long)Math.Ceiling(Count * fraction));
        long seen = 0;
        int bucket = -1;
        while (seen < rank && bucket < _buckets.Length - 1)
            seen += _buckets[++bucket];
        return Math.Pow(2, (bucket + 1.0) / StageHistogram.BucketsPerOctave) / 1000;
    }

    /// <summary>Latencies under 2 to the power <paramref name="octave"/> microseconds.</summary>
    public long CountBelow(int octave) => _buckets.Take(octave * StageHistogram.BucketsPerOctave).Sum();
}
