namespace Edge.Tool.Packs.Catalogue;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadOptions
{
    /// <summary>Longest time without a byte.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries in a row that bring nothing.</summary>
    public int FruitlessTries { get; init; } = 5;

    /// <summary>Wait after a failed try; doubles up to half a minute while nothing comes.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Most redirects of one request.</summary>
    public int MaximumRedirects { get; init; } = 5;
}
