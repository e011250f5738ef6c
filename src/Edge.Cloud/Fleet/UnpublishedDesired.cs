namespace Edge.Cloud.Fleet;

/// <summary>A desired state that the broker does not have yet.</summary>
internal sealed class UnpublishedDesired
{
    /// <summary>Device id.</summary>
    public string Device { get; init; } = "";

    /// <summary>Its site.</summary>
    public string Site { get; init; } = "";

    /// <summary>JSON for the topic <c>desired</c>.</summary>
    public string Payload { get; init; } = "";

    /// <summary>Its version.</summary>
    public long Version { get; init; }
}
