namespace Edge.Tool.Bench;

/// <summary>Figures of samples. Pure.</summary>
internal static class BenchStatistics
{
    /// <summary>The smallest sample that at least <paramref name="percent"/> of 100 of all samples don't exceed (nearest rank).</summary>
    /// <param name="sorted">At least one, ascending.</param>
    /// <param name="percent">Over 0, up to 100.</param>
    public static double Percentile(IReadOnlyList<double> sorted, double percent) =>
        sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Count) - 1, 0, sorted.Count - 1)];

    /// <summary>Percentile 50 of samples in any order.</summary>
    public static double Median(IEnumerable<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        return Percentile(sorted, 50);
    }
}
