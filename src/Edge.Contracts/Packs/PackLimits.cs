namespace Edge.Contracts.Packs;

/// <summary>What a pack may be at most. Everything is checked before it is believed.</summary>
public sealed record PackLimits
{
    /// <summary>The limits of agents and tools.</summary>
    public static PackLimits Default { get; } = new();

    /// <summary>Most files, the manifest among them.</summary>
    public int MaximumFiles { get; init; } = 64;

    /// <summary>Most bytes of one file.</summary>
    public long MaximumFileBytes { get; init; } = 512L << 20;

    /// <summary>Most bytes of all files together; they are held in memory.</summary>
    public long MaximumTotalBytes { get; init; } = 768L << 20;

    /// <summary>Most bytes of the manifest.</summary>
    public int MaximumManifestBytes { get; init; } = 1 << 20;

    /// <summary>Most bytes that one compressed byte may become.</summary>
    public int MaximumRatio { get; init; } = 100;
}
