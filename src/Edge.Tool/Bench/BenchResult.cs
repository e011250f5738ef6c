namespace Edge.Tool.Bench;

/// <summary>The figures of one subject.</summary>
/// <param name="Subject">What was measured.</param>
/// <param name="Skipped">Why it was not; null when it was.</param>
/// <param name="Ready">What it is; null when it was not measured.</param>
/// <param name="Rounds">All that was measured.</param>
/// <param name="Ratio">Against the first subject; null for itself.</param>
internal sealed record BenchResult(BenchSubject Subject, string? Skipped, BenchReady? Ready, IReadOnlyList<BenchRound> Rounds, BenchRatio? Ratio)
{
    private double[]? _sorted;

    /// <summary>Runs in all.</summary>
    public int Runs => Rounds.Sum(round => round.Microseconds.Length);

    /// <summary>Runs a second: of the median round.</summary>
    public double PerSecond => BenchStatistics.Median(Rounds.Select(Rate));

    /// <summary>Runs a second in the slowest and in the fastest round.</summary>
    public (double Low, double High) PerSecondSpread => (Rounds.Min(Rate), Rounds.Max(Rate));

    /// <summary>Most memory of its process.</summary>
    public long PeakBytes => Rounds.Max(round => round.PeakBytes);

    /// <summary>Most memory that the model and its buffers took.</summary>
    public long AddedBytes => Rounds.Max(round => round.AddedBytes);

    /// <summary>Latency in milliseconds that <paramref name="percent"/> of 100 runs don't exceed.</summary>
    public double LatencyMs(double percent) =>
        BenchStatistics.Percentile(_sorted ??= [.. Rounds.SelectMany(round => round.Microseconds).Order()], percent) / 1000;

    /// <summary>Mean of a stage in milliseconds.</summary>
    public double StageMs(Func<BenchRound, double> stage) => Rounds.Sum(round => stage(round) * round.Microseconds.Length) / Runs / 1000;

    /// <summary>Runs a second in a round.</summary>
    public static double Rate(BenchRound round) => round.Microseconds.Length / round.Seconds;
}
