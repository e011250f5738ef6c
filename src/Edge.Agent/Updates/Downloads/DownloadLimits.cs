namespace Edge.Agent.Updates.Downloads;

/// <summary>How long and how fast a download may be. The size has its limit in signed metadata.</summary>
public sealed record DownloadLimits
{
    /// <summary>Slowest server that is put up with, bytes a second over <see cref="RateWindow"/>; time that this device itself holds back does not count.</summary>
    public long MinimumBytesPerSecond { get; init; } = 512;

    /// <summary>Over which time the rate is judged; also the longest silence.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts in a row that bring less than <see cref="MinimumBytesPerSecond"/> over one window, before it is given up for now; 1 or more.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause after the first attempt that failed; doubled with each further one, up to a minute.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Room that must stay free on the disk beside the download, bytes.</summary>
    public long ReserveBytes { get; init; } = 64L << 20;
}
