namespace Edge.Agent.Configuration;

/// <summary>How releases (models, configurations, the agent itself) come onto the device.</summary>
public sealed record UpdateSettings
{
    /// <summary>Most stored pictures that a candidate model judges before it may run beside the active one; 0 is no replay.</summary>
    public int ReplayPictures { get; init; } = 200;

    /// <summary>How long a candidate model runs beside the active one at most; 0 s is not at all.</summary>
    public TimeSpan ShadowTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>After how many frames that both judged it need not run beside any longer; 1 or more.</summary>
    public int ShadowFrames { get; init; } = 300;

    /// <summary>How long a release must work before it is kept for good.</summary>
    public TimeSpan Probation { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long some part may be out of order under a release on probation before it is taken back.</summary>
    public TimeSpan FaultPatience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long the broker may be gone under a release on probation before it is taken back; only where it was there before.</summary>
    public TimeSpan BrokerPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often release metadata is looked at while nothing asks for it.</summary>
    public TimeSpan RefreshEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Bytes a second that downloads may take; 0 is no limit.</summary>
    public long DownloadBytesPerSecond { get; init; }
}
