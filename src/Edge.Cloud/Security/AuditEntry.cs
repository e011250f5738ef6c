using System.Text.Json;

namespace Edge.Cloud.Security;

/// <summary>One line of the audit log.</summary>
/// <param name="Id">UUIDv7: sorts by time.</param>
/// <param name="At">UTC.</param>
/// <param name="Actor">Name of the operator, <c>device:{id}</c>, or <c>console</c> for the command line on the server.</param>
/// <param name="Action">What was done: <c>device.revoke</c>, <c>operator.add</c>…</param>
/// <param name="Subject">To what.</param>
/// <param name="Detail">A JSON object with the particulars; never a secret.</param>
internal sealed record AuditEntry(string Id, DateTimeOffset At, string Actor, string Action, string Subject, JsonElement Detail);
