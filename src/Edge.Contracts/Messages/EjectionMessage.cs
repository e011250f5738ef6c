namespace Edge.Contracts.Messages;

/// <summary>What the second sensor said of an ejection, where that was known only after the verdict was told: the data of <see cref="EventTypes.Ejection"/>.</summary>
public sealed record EjectionMessage
{
    /// <summary>Device id.</summary>
    public required string Device { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>Station id.</summary>
    public required string Station { get; init; }

    /// <summary>UUIDv7 of the part; absent where the sensor saw something that belongs to no part.</summary>
    public string? PartId { get; init; }

    /// <summary>The part's number; absent with <see cref="PartId"/>.</summary>
    public long? Part { get; init; }

    /// <summary>Whether it was seen as ordered.</summary>
    public required EjectionResult Result { get; init; }

    /// <summary>When that was known, UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
