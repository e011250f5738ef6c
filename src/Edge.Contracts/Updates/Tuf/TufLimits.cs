namespace Edge.Contracts.Updates.Tuf;

/// <summary>What a client reads at most (W, X, Y and Z of the specification). The defaults are those of the reference client, fewer new roots in one go.</summary>
public sealed record TufLimits
{
    /// <summary>The defaults.</summary>
    public static TufLimits Default { get; } = new();

    /// <summary>Longest root, in bytes (5.3.3).</summary>
    public int RootBytes { get; init; } = 512_000;

    /// <summary>Longest timestamp, in bytes (5.4.1).</summary>
    public int TimestampBytes { get; init; } = 16_384;

    /// <summary>Longest snapshot, in bytes, whatever timestamp says (5.5.1).</summary>
    public int SnapshotBytes { get; init; } = 2_000_000;

    /// <summary>Longest targets metadata, in bytes, whatever snapshot says (5.6.1).</summary>
    public int TargetsBytes { get; init; } = 5_000_000;

    /// <summary>Most new roots in one update (5.3.3); the next update carries on from there.</summary>
    public int NewRoots { get; init; } = 256;

    /// <summary>Most roles that are asked for one target (5.6.7.1).</summary>
    public int Roles { get; init; } = 32;
}
