namespace Edge.Contracts.Messages;

/// <summary>Makes events whose fixed attributes are right.</summary>
public static class CloudEvents
{
    /// <summary>An event of one device.</summary>
    /// <param name="id">UUIDv7.</param>
    /// <param name="site">Site id.</param>
    /// <param name="device">Device id.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="time">When it happened; turned into UTC.</param>
    /// <param name="data">What happened.</param>
    /// <param name="subject">What it is about; null for the device itself.</param>
    public static CloudEvent<T> Create<T>(Guid id, string site, string device, string type, DateTimeOffset time, T data, string? subject = null) =>
        new()
        {
            SpecVersion = "1.0",
            Id = id.ToString("D"),
            Source = $"/edge/v1/{site}/{device}",
            Type = type,
            Time = time.ToUniversalTime(),
            Subject = subject,
            DataContentType = "application/json",
            Data = data,
        };
}
