using System.Diagnostics;

namespace Edge.Agent.Health;

/// <summary>
/// Latencies of one stage: counts in buckets that grow by a quarter of an octave, from 1 microsecond to over an hour.
/// Recording takes no lock and allocates nothing; percentiles are exact to within 19 %, always rounded up.
/// </summary>
public sealed class StageHistogram
{
    internal const int BucketsPerOctave = 4;
    private const int BucketCount = 128;
    private readonly long[] _buckets = new long[BucketCount];
    private long _count;
    private long _totalTicks;

    /// <summary>Latencies recorded.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Sum of the latencies, in ticks of <see cref="TimeSpan"/>.</summary>
    internal long TotalTicks => Interlocked.Read(ref _totalTicks);

    /// <summary>Mean in milliseconds; 0 while nothing was recorded.</summary>
    public double MeanMs => Count == 0 ? 0 : TimeSpan.FromTicks(Interlocked.Read(ref _totalTicks)).TotalMilliseconds / Count;

    /// <summary>Records one latency.</summary>
    public void Record(TimeSpan elapsed)
    {
        double microseconds = Math.Max(1, elapsed.TotalMicroseconds);
        int bucket = Math.Min(BucketCount - 1, (int)(Math.Log2(microseconds) * BucketsPerOctave));
        Interlocked.Increment(ref _buckets[bucket]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _totalTicks, elapsed.Ticks);
    }

    /// <summary>Records the time between two timestamps of <see cref="Stopwatch"/>.</summary>
    public void Record(long startTimestamp, long endTimestamp) => Record(Stopwatch.GetElapsedTime(startTimestamp, endTimestamp));

    /// <summary>The latency in milliseconds that a part <paramref name="fraction"/> (0 to 1) of all did not exceed; 0 while nothing was recorded.</summary>
    public double PercentileMs(double fraction) => Read().PercentileMs(fraction);

    /// <summary>A copy of all that was recorded. Allocates.</summary>
    public HistogramReading Read()
    {
        var buckets = new long[BucketCount];
        for (int bucket = 0; bucket < BucketCount; bucket++)
            buckets[bucket] = Interlocked.Read(ref _buckets[bucket]);
        return new HistogramReading(buckets, TimeSpan.FromTicks(Interlocked.Read(ref _totalTicks)));
    }
}
