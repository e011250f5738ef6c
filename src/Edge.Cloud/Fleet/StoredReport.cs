using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Fleet;

/// <summary>The signed report in a stored <c>reported</c> message.</summary>
internal static class StoredReport
{
    /// <summary>The report. Its signature was checked when it came in; what is no report counts as nothing said.</summary>
    /// <param name="reported">JSON of <c>reported</c>; null: none came yet.</param>
    public static DeviceReport? Read(string? reported)
    {
        try
        {
            return reported is null ? null : JsonSerializer.Deserialize<ReportedState>(reported, JsonSerializerOptions.Web)?.Signed?.Report.Deserialize<DeviceReport>(JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
