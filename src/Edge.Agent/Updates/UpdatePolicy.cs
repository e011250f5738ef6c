using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>How careful the device is with releases.</summary>
public sealed record UpdatePolicy
{
    /// <summary>How long a release must work before it is committed.</summary>
    public TimeSpan Probation { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a release on probation is looked at.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long some part may be out of order under it before it is taken back.</summary>
    public TimeSpan FaultPatience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long the broker may be gone under it before it is taken back; only where it was there before.</summary>
    public TimeSpan BrokerPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>First pause before a failed download is tried again; doubles each time, up to <see cref="LongestPause"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest pause between tries.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Free bytes that must remain on the disk while a release comes in.</summary>
    public long SpareBytes { get; init; } = 64L << 20;

    /// <summary>Largest share of stored pictures that may get another verdict, 0 to 1, where the release names no limit; null is none: the share is told all the same.</summary>
    public double? MaximumChangedFraction { get; init; }

    /// <summary>How often the release metadata is looked at while nothing asks for it.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Most pictures of the past that a candidate is given.</summary>
    public int ReplayPictures { get; init; } = 200;

    /// <summary>How long a candidate runs beside the active model at most.</summary>
    public TimeSpan ShadowTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how many frames that both judged it need not run beside any longer.</summary>
    public int ShadowFrames { get; init; } = 300;

    /// <summary>Inferences of the self-test; its p99 is held against the release's limit.</summary>
    public int SelfTestRuns { get; init; } = 100;

    /// <summary>Longest time that the self-test's inferences may take together.</summary>
    public TimeSpan SelfTestTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long to wait after so many failures in a row, from 1. Not always the same: a fleet that failed together must not come back together.</summary>
    public TimeSpan PauseAfter(int failures)
    {
        double seconds = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (0.8 + (0.2 * Random.Shared.NextDouble())));
    }

    /// <summary>Most bytes of a release of this kind.</summary>
    public static long MaximumBytes(ReleaseKind kind) => kind switch
    {
        ReleaseKind.Configuration => 1L << 20,
        ReleaseKind.Model => 768L << 20,
        ReleaseKind.Agent => 1L << 30,
        _ => 8L << 30,
    };
}
