namespace Edge.Cloud.Fleet;

/// <summary>How many devices of a site are in a status.</summary>
internal sealed class SiteCount
{
    /// <summary>Site.</summary>
    public string Site { get; init; } = "";

    /// <summary><c>online</c>, <c>offline</c> or <c>unknown</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>How many.</summary>
    public long Devices { get; init; }
}
