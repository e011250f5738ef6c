using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Ingest;
using Edge.Cloud.Storage;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Dashboard;

/// <summary>Reads the fleet at a glance. Safe for any number of threads.</summary>
internal sealed class FleetGlance(IDatabase database, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    /// <param name="ids">Only these devices; null: all.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<FleetPage> ReadAsync(IReadOnlyCollection<string>? ids, CancellationToken cancel)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using DbConnection connection = await database.OpenAsync(cancel);
        string among = ids is null ? "" : $" AND id {database.Dialect.OneOf("Ids")}";
        List<Row> rows = [.. await connection.QueryAsync<Row>($"SELECT id, site, status, last_seen_at AS LastSeenAt, health, reported FROM devices WHERE revoked_at IS NULL{among} ORDER BY site, id", new { Ids = ids?.ToArray() })];
        string amongLabels = ids is null ? "" : $" WHERE device {database.Dialect.OneOf("Ids")}";
        ILookup<string, (string Device, string Name, string Value)> labels = (await connection.QueryAsync<(string Device, string Name, string Value)>(
            $"SELECT device, name, value FROM device_labels{amongLabels}", new { Ids = ids?.ToArray() })).ToLookup(label => label.Device, StringComparer.Ordinal);
        (long today, long open) = await connection.QuerySingleAsync<(long, long)>(
            "SELECT COUNT(*), COUNT(*) - COUNT(acknowledged_at) FROM alerts WHERE started_at >= @Since", new { Since = now.AddDays(-1).ToUnixTimeMilliseconds() });
        return new FleetPage([.. rows.Select(row => row.ToGlance(labels[row.Id].ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal), now))], ids is null, today, open);
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Site { get; init; } = "";

        public string Status { get; init; } = "";

        public long? LastSeenAt { get; init; }

        public string? Health { get; init; }

        public string? Reported { get; init; }

        public DeviceGlance ToGlance(IReadOnlyDictionary<string, string> labels, DateTimeOffset now)
        {
            DateTimeOffset? seen = LastSeenAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
            HealthSummary? health = Health is null ? null : JsonSerializer.Deserialize(Health, HealthJson.Default.HealthSummary);
            DeviceReport? report = StoredReport.Read(Reported);
            InstalledRelease? model = report?.Installed.GetValueOrDefault(ReleaseKind.Model);
            return new DeviceGlance
            {
                Id = Id,
                Site = Site,
                Status = Status,
                LastSeenAt = seen,
                Labels = labels,
                AgentVersion = health?.AgentVersion ?? report?.AgentVersion,
                Model = model is null ? null : $"{model.Name} {model.Version}",
                FramesPerSecond = health?.FramesPerSecond,
                LatencyP99Ms = health?.LatencyP99Ms,
                TemperatureC = health?.TemperatureC,
                Cameras = health?.Cameras,
                CamerasStreaming = health?.CamerasStreaming,
                Updating = report?.Updates.Values.FirstOrDefault(update => update.Outcome == UpdateOutcome.Running) is { } update ? JsonSerializer.SerializeToElement(update.Phase).GetString() : null,
                Problems = DeviceProblems.Of(Status, seen, health, report, now),
            };
        }
    }
}
