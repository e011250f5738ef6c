namespace Edge.Cloud.Fleet;

/// <summary>An enrolment token as the cloud knows it: without its secret.</summary>
/// <param name="Id">Id, to withdraw it.</param>
/// <param name="Site">Site of the device that it lets in.</param>
/// <param name="Device">Id of the device that it lets in; null: any new one.</param>
/// <param name="CreatedBy">Operator.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC.</param>
/// <param name="UsedAt">UTC; null: not yet.</param>
/// <param name="UsedBy">Device; null: none yet.</param>
internal sealed record EnrolmentTicket(string Id, string Site, string? Device, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, string? UsedBy);
