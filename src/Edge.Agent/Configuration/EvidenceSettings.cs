namespace Edge.Agent.Configuration;

/// <summary>Snapshots kept as proof, in <c>{dataPath}/evidence</c>.</summary>
public sealed record EvidenceSettings
{
    /// <summary>Whether annotated snapshots are kept.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Most bytes of snapshots; the oldest go first.</summary>
    public long BudgetBytes { get; init; } = 1L << 30;

    /// <summary>JPEG quality, 1 to 100.</summary>
    public int JpegQuality { get; init; } = 85;

    /// <summary>Width of the thumbnail that is published, in pixels; 0 is no thumbnail.</summary>
    public int ThumbnailWidth { get; init; } = 320;
}
