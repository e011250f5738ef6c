namespace Edge.Contracts.ShiftReports;

/// <summary>How times are spread.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="MedianUs">The middle one, in microseconds.</param>
/// <param name="P99Us">99 of 100 are not above it.</param>
/// <param name="MaximumUs">The longest.</param>
/// <param name="Bars">Counts of equal steps from 0; the last bar holds all that is longer.</param>
/// <param name="BarUs">Width of a bar in microseconds.</param>
public sealed record ShiftTimes(long Count, long MedianUs, long P99Us, long MaximumUs, IReadOnlyList<long> Bars, long BarUs)
{
    private const int MostBars = 24;

    /// <summary>Of no times.</summary>
    public static ShiftTimes None { get; } = new(0, 0, 0, 0, [], 1);

    /// <summary>Of these times, which are sorted on the way. Percentiles by nearest rank.</summary>
    /// <param name="times">In microseconds, 0 or more.</param>
    /// <param name="reachUs">A time that the bars must reach, such as a deadline; 0 for none.</param>
    public static ShiftTimes Of(List<long> times, long reachUs = 0)
    {
        ArgumentNullException.ThrowIfNull(times);
        if (times.Count == 0)
            return None;
        times.Sort();
        long p99 = Rank(times, 0.99);
        long step = RoundStep(Math.Max(1, Math.Max(p99, reachUs)) * 1.1 / (MostBars - 1));
        long[] bars = new long[(int)Math.Min(MostBars, (Math.Max(times[^1], reachUs) / step) + 1)];
        foreach (long time in times)
            bars[Math.Min(bars.Length - 1, time / step)]++;
        return new ShiftTimes(times.Count, Rank(times, 0.5), p99, times[^1], bars, step);
    }

    private static long Rank(List<long> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];

    // 1, 2 or 5 times a power of ten, so that the axis is readable.
    private static long RoundStep(double least)
    {
        long power = 1;
        while (power * 10 < least)
            power *= 10;
        return least <= power ? power : least <= 2 * power ? 2 * power : least <= 5 * power ? 5 * power : 10 * power;
    }
}
