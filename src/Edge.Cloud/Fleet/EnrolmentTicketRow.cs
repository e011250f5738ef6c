namespace Edge.Cloud.Fleet;

/// <summary>A row of <c>enrolment_tokens</c>.</summary>
internal sealed class EnrolmentTicketRow
{
    public string Id { get; init; } = "";

    public string Site { get; init; } = "";

    public string? Device { get; init; }

    public string Labels { get; init; } = "{}";

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long ExpiresAt { get; init; }

    public long? UsedAt { get; init; }

    public string? UsedBy { get; init; }

    public long? WithdrawnAt { get; init; }

    public EnrolmentTicket ToTicket() => new(
        Id, Site, Device, CreatedBy, DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(ExpiresAt),
        UsedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null, UsedBy);
}
