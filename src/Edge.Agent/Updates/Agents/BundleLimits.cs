namespace Edge.Agent.Updates.Agents;

/// <summary>What an agent bundle may be at most, unpacked.</summary>
internal sealed record BundleLimits
{
    public int MaximumFiles { get; init; } = 4096;

    public long MaximumFileBytes { get; init; } = 1L << 30;

    public long MaximumTotalBytes { get; init; } = 2L << 30;
}
