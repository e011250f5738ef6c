using System.Text.Json;

namespace Edge.Cloud.Fleet;

/// <summary>A row of <c>devices</c>.</summary>
internal sealed class DeviceRow
{
    public string Id { get; init; } = "";

    public string Site { get; init; } = "";

    public string Hardware { get; init; } = "";

    public string Serial { get; init; } = "";

    public long EnrolledAt { get; init; }

    public long? RevokedAt { get; init; }

    public long? LastSeenAt { get; init; }

    public string Status { get; init; } = "";

    public string? State { get; init; }

    public string? Health { get; init; }

    public string? Coverage { get; init; }

    public string? Reported { get; init; }

    public long? ReportedAt { get; init; }

    public string? Desired { get; init; }

    public long DesiredVersion { get; init; }

    /// <summary>The device with these labels.</summary>
    public Device ToDevice(IReadOnlyDictionary<string, string> labels) =>
        new(Id, Site, Hardware, Serial, labels, Time(EnrolledAt)!.Value, Time(RevokedAt), Time(LastSeenAt), Status)
        {
            State = Json(State),
            Health = Json(Health),
            Coverage = Json(Coverage),
            Reported = Json(Reported),
            ReportedAt = Time(ReportedAt),
            Desired = Json(Desired),
            DesiredVersion = DesiredVersion,
        };

    private static DateTimeOffset? Time(long? at) => at is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}
