namespace Edge.Cloud.Ingest;

/// <summary>A picture that is wanted from a device.</summary>
internal sealed class EvidenceWish
{
    /// <summary>Site id.</summary>
    public string Site { get; init; } = "";

    /// <summary>Device id.</summary>
    public string Device { get; init; } = "";

    /// <summary>Alert or part.</summary>
    public string Subject { get; init; } = "";

    /// <summary>One of <see cref="EvidenceKinds"/>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Name under which the device gives it out.</summary>
    public string EvidenceId { get; init; } = "";
}
