using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Rollouts;
using Edge.Cloud.Storage;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Dashboard;

/// <summary>Reads all that a device's page shows. Safe for any number of threads.</summary>
internal sealed class DeviceDetails(IDatabase database, FleetGlance glances, DeviceRegistry registry, RolloutStore rollouts, TimeProvider time)
{
    private const int MinutesADay = 1440;

    /// <summary>The page of a device; null where there is none.</summary>
    public async Task<DevicePage?> FindAsync(string id, CancellationToken cancel)
    {
        if (await registry.FindAsync(id, cancel) is not { } device)
            return null;
        DateTimeOffset now = time.GetUtcNow();
        FleetPage page = await glances.ReadAsync([id], cancel);
        DeviceReport? report = StoredReport.Read(device.Reported?.GetRawText());
        await using DbConnection connection = await database.OpenAsync(cancel);
        byte[]? telemetry = await connection.QuerySingleOrDefaultAsync<byte[]>("SELECT payload FROM telemetry WHERE device = @Id", new { Id = id });
        return new DevicePage
        {
            Glance = page.Devices.Count > 0 ? page.Devices[0] : Revoked(device),
            Hardware = device.Hardware,
            Serial = device.Serial,
            EnrolledAt = device.EnrolledAt,
            RevokedAt = device.RevokedAt,
            Starts = await connection.QuerySingleOrDefaultAsync<long?>("SELECT starts FROM device_states WHERE device = @Id", new { Id = id }),
            Telemetry = Data(telemetry),
            History = await HistoryAsync(connection, id, now),
            Coverage = await CoverageAsync(connection, id, now),
            Pictures = (await connection.QueryAsync<(string Camera, long At)>("SELECT camera, at FROM pictures WHERE device = @Id ORDER BY camera", new { Id = id }))
                .ToDictionary(picture => picture.Camera, picture => DateTimeOffset.FromUnixTimeMilliseconds(picture.At), StringComparer.Ordinal),
            Installed = report?.Installed ?? new Dictionary<ReleaseKind, InstalledRelease>(),
            Updates = report?.Updates ?? new Dictionary<ReleaseKind, UpdateProgress>(),
            ReportedAt = device.ReportedAt,
            Rollouts = [.. (await rollouts.OfDeviceAsync(id, cancel)).Select(row => new DeviceRollout(row.Rollout, row.Name, row.Target, row.Progress))],
        };
    }

    private static DeviceGlance Revoked(Device device) => new()
    {
        Id = device.Id,
        Site = device.Site,
        Status = "revoked",
        LastSeenAt = device.LastSeenAt,
        Labels = device.Labels,
        Problems = [new DeviceProblem(true, "it is shut out of the fleet")],
    };

    private static async Task<IReadOnlyList<HealthSpan>> HistoryAsync(DbConnection connection, string id, DateTimeOffset now)
    {
        IEnumerable<(long At, double FramesPerSecond, double? LatencyP99Ms, double? TemperatureC)> rows = await connection.QueryAsync<(long, double, double?, double?)>(
            "SELECT span_at, frames_per_second, latency_p99_ms, temperature_c FROM telemetry_history WHERE device = @Id AND span_at >= @From ORDER BY span_at",
            new { Id = id, From = now.AddDays(-1).ToUnixTimeMilliseconds() });
        return [.. rows.Select(row => new HealthSpan(row.At, row.FramesPerSecond, row.LatencyP99Ms, row.TemperatureC))];
    }

    /// <summary>Of today, only the minutes that have been there.</summary>
    private static async Task<IReadOnlyList<CoverageDay>> CoverageAsync(DbConnection connection, string id, DateTimeOffset now)
    {
        string today = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string from = now.UtcDateTime.AddDays(-13).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        IEnumerable<(string Day, long Minutes, long Cameras)> rows = await connection.QueryAsync<(string, long, long)>(
            "SELECT day, CAST(SUM(minutes_watched) AS BIGINT), COUNT(*) FROM coverage WHERE device = @Id AND day >= @From GROUP BY day ORDER BY day", new { Id = id, From = from });
        return [.. rows.Select(row => new CoverageDay(row.Day, Math.Clamp((double)row.Minutes / (row.Cameras * (row.Day == today ? Math.Max(1, now.TimeOfDay.TotalMinutes) : MinutesADay)), 0, 1)))];
    }

    private static JsonElement? Data(byte[]? payload)
    {
        try
        {
            return payload is null ? null : JsonSerializer.Deserialize<JsonElement>(payload) is { ValueKind: JsonValueKind.Object } message ? message.TryGetProperty("data", out JsonElement data) ? data : message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
