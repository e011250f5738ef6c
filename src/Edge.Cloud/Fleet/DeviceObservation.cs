namespace Edge.Cloud.Fleet;

/// <summary>What was learnt about a device from its messages. Nulls leave alone what is known.</summary>
/// <param name="Device">Id.</param>
/// <param name="SeenAt">UTC of the receipt.</param>
internal sealed record DeviceObservation(string Device, DateTimeOffset SeenAt)
{
    /// <summary><c>online</c> or <c>offline</c>.</summary>
    public string? Status { get; init; }

    /// <summary>JSON of <c>state</c>.</summary>
    public string? State { get; init; }

    /// <summary>JSON of its health.</summary>
    public string? Health { get; init; }

    /// <summary>JSON of its coverage.</summary>
    public string? Coverage { get; init; }

    /// <summary>JSON of <c>reported</c>.</summary>
    public string? Reported { get; init; }
}
