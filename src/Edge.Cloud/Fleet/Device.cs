using System.Text.Json;

namespace Edge.Cloud.Fleet;

/// <summary>What the cloud knows of a device.</summary>
/// <param name="Id">Id, unique in the fleet.</param>
/// <param name="Site">Site.</param>
/// <param name="Hardware">Kind of hardware, as releases name it.</param>
/// <param name="Serial">Serial number, as releases name it.</param>
/// <param name="Labels">Names and values that operators gave it.</param>
/// <param name="EnrolledAt">UTC of the last enrolment.</param>
/// <param name="RevokedAt">UTC since when it is shut out; null: it is not.</param>
/// <param name="LastSeenAt">UTC of its last message or request; null: never.</param>
/// <param name="Status"><c>online</c>, <c>offline</c>, or <c>unknown</c> before it ever said.</param>
internal sealed record Device(
    string Id, string Site, string Hardware, string Serial, IReadOnlyDictionary<string, string> Labels, DateTimeOffset EnrolledAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastSeenAt, string Status)
{
    /// <summary>Its last <c>state</c> message.</summary>
    public JsonElement? State { get; init; }

    /// <summary>How it is doing: the last telemetry, as ingest condenses it.</summary>
    public JsonElement? Health { get; init; }

    /// <summary>How much of the day its cameras were watching, as ingest condenses it.</summary>
    public JsonElement? Coverage { get; init; }

    /// <summary>Its last <c>reported</c> message.</summary>
    public JsonElement? Reported { get; init; }

    /// <summary>UTC of <see cref="Reported"/>.</summary>
    public DateTimeOffset? ReportedAt { get; init; }

    /// <summary>What the cloud wants it to be: the payload of <c>desired</c>.</summary>
    public JsonElement? Desired { get; init; }

    /// <summary>Grows with each change of <see cref="Desired"/>; 0: never set.</summary>
    public long DesiredVersion { get; init; }
}
