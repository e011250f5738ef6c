namespace Edge.Cloud.Rollouts;

/// <summary>
/// Whether alerts come more or less often than before, by more than chance. Counts of rare events in two spans of time are compared by the exact conditional
/// test (Przyborowski and Wilenski 1940): given both counts together, the later one is binomial.
/// </summary>
internal static class RateComparison
{
    /// <summary>
    /// Chance that an unchanged device on the very limit is accused at one look. It is looked at again and again while it is watched, so it has to be small.
    /// </summary>
    public const double Significance = 0.001;

    /// <summary>Least alerts, of devices that do not have the release, from which is told how the time of day changed the rates.</summary>
    private const int LeastForTrend = 20;

    /// <summary>Whether the rate since is surely above <paramref name="ratio"/> times the rate before.</summary>
    public static bool IsAbove(AlertCounts counts, double ratio) =>
        IsComparable(counts) && UpperTail(counts.Since, counts.Before + counts.Since, Expected(counts, ratio)) < Significance;

    /// <summary>Whether the rate since is surely below <paramref name="ratio"/> times the rate before.</summary>
    public static bool IsBelow(AlertCounts counts, double ratio) =>
        IsComparable(counts) && LowerTail(counts.Since, counts.Before + counts.Since, Expected(counts, ratio)) < Significance;

    /// <summary>Whether there is enough to have noticed that alerts stopped altogether.</summary>
    public static bool CanJudge(AlertCounts counts, double minimumRatio) =>
        IsComparable(counts) && IsBelow(counts with { Since = 0 }, Math.Max(minimumRatio, 1e-9));

    /// <summary>
    /// What the rates of devices without the release did meanwhile: streets are busier at noon than at night, with any model. 1 where too little is known;
    /// never below 0.2 or above 5, beyond which the devices are no longer comparable.
    /// </summary>
    public static double Trend(AlertCounts others) =>
        others.Before >= LeastForTrend && others.Since >= LeastForTrend && others.Ratio is { } ratio ? Math.Clamp(ratio, 0.2, 5) : 1;

    private static bool IsComparable(AlertCounts counts) => counts is { HoursBefore: > 0, HoursSince: > 0 };

    /// <summary>Share of all alerts that lies in the later span if its rate is <paramref name="ratio"/> times the earlier.</summary>
    private static double Expected(AlertCounts counts, double ratio) =>
        ratio * counts.HoursSince / (ratio * counts.HoursSince + counts.HoursBefore);

    private static double UpperTail(long successes, long trials, double chance) =>
        successes <= 0 ? 1 : IncompleteBeta.Regularized(successes, trials - successes + 1, chance);

    private static double LowerTail(long successes, long trials, double chance) =>
        successes >= trials ? 1 : 1 - IncompleteBeta.Regularized(successes + 1, trials - successes, chance);
}
