namespace Edge.Tool.Bench;

/// <summary>How much faster than the first subject, compared round by round, so that what slows the machine for a while slows both.</summary>
/// <param name="Median">Median of the rounds' ratios; over 1 is faster.</param>
/// <param name="Low">Their 10th percentile.</param>
/// <param name="High">Their 90th percentile.</param>
internal sealed record BenchRatio(double Median, double Low, double High);
