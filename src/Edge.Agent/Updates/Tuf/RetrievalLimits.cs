namespace Edge.Agent.Updates.Tuf;

/// <summary>How slowly a metadata file may come. Its length has its own limit (<see cref="Contracts.Updates.Tuf.TufLimits"/>).</summary>
public sealed record RetrievalLimits
{
    /// <summary>Slowest server that is put up with, bytes a second over <see cref="RateWindow"/>.</summary>
    public long MinimumBytesPerSecond { get; init; } = 512;

    /// <summary>Over which time the rate is judged; also the longest silence.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for one file.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(10);
}
