using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Storage;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>Reads what is known of devices, as decisions about rollouts need it: registry, telemetry, starts and alerts.</summary>
internal sealed class FleetReader(IDatabase database)
{
    /// <summary>Fewest frames in shadow from which a share of disagreements is told.</summary>
    private const long LeastShadowFrames = 50;

    private const double MillisecondsPerHour = 3_600_000;

    // A new model or configuration begins all tracks anew: whoever stands in a zone enters it once more, which says nothing about the release.
    private const long SettlingMs = 10_000;

    private const string DeviceColumns = """
        d.id AS Id, d.site AS Site, d.hardware AS Hardware, d.serial AS Serial, d.revoked_at AS RevokedAt, d.last_seen_at AS LastSeenAt, d.desired AS Desired, d.reported AS Reported,
        t.latency_p99_ms AS LatencyP99Ms, t.temperature_c AS TemperatureC, t.received_at AS MeasuredAt, s.starts AS Starts
        """;

    private const string DeviceTables = "devices d LEFT JOIN telemetry t ON t.device = d.id LEFT JOIN device_states s ON s.device = d.id";

    /// <summary>Every device of the fleet, with its labels, for a plan to choose from.</summary>
    public async Task<IReadOnlyList<FleetDevice>> ReadAllAsync(ReleaseKind kind, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<Row> rows = await connection.QueryAsync<Row>($"SELECT {DeviceColumns} FROM {DeviceTables} ORDER BY d.id");
        ILookup<string, (string Device, string Name, string Value)> labels = (await connection.QueryAsync<(string Device, string Name, string Value)>("SELECT device, name, value FROM device_labels")).ToLookup(label => label.Device, StringComparer.Ordinal);
        return [.. rows.Select(row => ToDevice(row, kind) with { Labels = labels[row.Id].ToDictionary(label => label.Name, label => label.Value, StringComparer.Ordinal) })];
    }

    /// <summary>The devices of a rollout and what their alerts did.</summary>
    public async Task<FleetView> ReadAsync(Rollout rollout, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        // Those that are left out, or done for good, need no more looks.
        const string members = "SELECT device FROM rollout_devices WHERE rollout = @Rollout AND progress IN ('waiting', 'offered', 'updating', 'onTrial', 'healthy', 'silent', 'late', 'rollingBack')";
        IEnumerable<Row> rows = await connection.QueryAsync<Row>($"SELECT {DeviceColumns} FROM {DeviceTables} WHERE d.id IN ({members})", new { Rollout = rollout.Id });
        Dictionary<string, Since> since = (await connection.QueryAsync<Since>(
            """
            SELECT r.device AS Device, r.installed_at AS InstalledAt, (SELECT COUNT(*) FROM alerts a WHERE a.device = r.device AND a.started_at >= r.installed_at + @Settling) AS Alerts
            FROM rollout_devices r WHERE r.rollout = @Rollout AND r.installed_at IS NOT NULL AND r.progress IN ('onTrial', 'healthy', 'late')
            """,
            new { Rollout = rollout.Id, Settling = SettlingMs })).ToDictionary(row => row.Device, StringComparer.Ordinal);
        Dictionary<string, string> unsettled = (await connection.QueryAsync<(string Device, string Previous)>(
            """
            SELECT r.device, r.previous_target FROM rollout_devices r JOIN rollouts o ON o.id = r.rollout
            WHERE r.rollout <> @Rollout AND r.kind = @Kind AND o.is_open = 1 AND r.previous_target IS NOT NULL
                AND r.progress IN ('offered', 'updating', 'onTrial', 'silent', 'late', 'rollingBack')
            ORDER BY r.offered_at DESC
            """,
            new { Rollout = rollout.Id, Kind = Words.Of(rollout.Plan.Kind) })).DistinctBy(row => row.Device).ToDictionary(row => row.Device, row => row.Previous, StringComparer.Ordinal);
        var devices = new Dictionary<string, FleetDevice>(StringComparer.Ordinal);
        foreach (Row row in rows)
        {
            FleetDevice device = ToDevice(row, rollout.Plan.Kind);
            if (unsettled.TryGetValue(row.Id, out string? previous))
                device = device with { Unsettled = new UnsettledRollout(previous) };
            if (since.TryGetValue(row.Id, out Since? counted))
                device = device with { Health = device.Health with { AlertsSince = counted.Alerts, HoursSince = Math.Max(0, ((row.LastSeenAt ?? 0) - counted.InstalledAt - SettlingMs) / MillisecondsPerHour) } };
            devices[row.Id] = device;
        }

        return new FleetView(devices, await CountUntouchedAsync(connection, rollout));
    }

    /// <summary>Alerts of devices that wait, before and since the newest ring began; nothing where they are many hours old, since the comparison is only needed while devices are on trial.</summary>
    private static async Task<AlertCounts> CountUntouchedAsync(DbConnection connection, Rollout rollout)
    {
        if (!rollout.IsLive || rollout.Rings.Max(ring => ring.OpenedAt) is not { } opened || rollout.SteppedAt <= opened)
            return default;
        long from = opened.AddSeconds(-rollout.Plan.BaselineSeconds).ToUnixTimeMilliseconds();
        return await connection.QuerySingleAsync<Untouched>(
            """
            SELECT COALESCE(SUM(w.before), 0) AS Before, COALESCE(SUM(w.since), 0) AS Since, COALESCE(SUM(w.span_before), 0) AS SpanBefore, COALESCE(SUM(w.span_since), 0) AS SpanSince FROM (
                SELECT (SELECT COUNT(*) FROM alerts a WHERE a.device = r.device AND a.started_at >= @From AND a.started_at < @Opened) AS before,
                    (SELECT COUNT(*) FROM alerts a WHERE a.device = r.device AND a.started_at >= @Opened) AS since,
                    CASE WHEN d.enrolled_at >= @Opened THEN 0 WHEN d.enrolled_at > @From THEN @Opened - d.enrolled_at ELSE @Opened - @From END AS span_before,
                    CASE WHEN d.last_seen_at > @Opened THEN d.last_seen_at - @Opened ELSE 0 END AS span_since
                FROM rollout_devices r JOIN devices d ON d.id = r.device WHERE r.rollout = @Rollout AND r.progress = 'waiting' LIMIT 500) w
            """,
            new { Rollout = rollout.Id, From = from, Opened = opened.ToUnixTimeMilliseconds() }) is { } row
            ? new AlertCounts((long)row.Before, (double)row.SpanBefore / MillisecondsPerHour, (long)row.Since, (double)row.SpanSince / MillisecondsPerHour)
            : default;
    }

    private static FleetDevice ToDevice(Row row, ReleaseKind kind)
    {
        DeviceReport? report = StoredReport.Read(row.Reported);
        InstalledRelease? installed = report?.Installed.GetValueOrDefault(kind);
        UpdateProgress? update = report?.Updates.GetValueOrDefault(kind);
        return new FleetDevice
        {
            Device = row.Id,
            Site = row.Site,
            Hardware = row.Hardware,
            Serial = row.Serial,
            IsRevoked = row.RevokedAt is not null,
            LastSeenAt = Words.Time(row.LastSeenAt),
            DesiredTarget = Desired(row.Desired)?.Targets.GetValueOrDefault(kind),
            InstalledTarget = installed is null ? null : installed.Target.Length == 0 ? DesiredTargets.Factory : installed.Target,
            InstalledCounter = installed?.Counter,
            Update = update is null ? null : new UpdateAnswer(update.Rollout, update.Target, Words.Of(update.Phase), Failure(update)),
            Health = new DeviceHealth
            {
                LatencyP99Ms = row.LatencyP99Ms,
                TemperatureC = row.TemperatureC,
                MeasuredAt = Words.Time(row.MeasuredAt),
                Restarts = row.Starts,
                ShadowDisagreement = update?.Shadow is { Frames: >= LeastShadowFrames } shadow ? (double)shadow.Disagreements / shadow.Frames : null,
            },
        };
    }

    private static string? Failure(UpdateProgress update) => update.Outcome is UpdateOutcome.Refused or UpdateOutcome.RolledBack
        ? $"{(update.Fault.Length > 0 ? update.Fault : Words.Of(update.Outcome))}: {update.Reason}"
        : null;

    private static DesiredState? Desired(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize<DesiredState>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public string Site { get; init; } = "";

        public string Hardware { get; init; } = "";

        public string Serial { get; init; } = "";

        public long? RevokedAt { get; init; }

        public long? LastSeenAt { get; init; }

        public string? Desired { get; init; }

        public string? Reported { get; init; }

        public double? LatencyP99Ms { get; init; }

        public double? TemperatureC { get; init; }

        public long? MeasuredAt { get; init; }

        public long? Starts { get; init; }
    }

    private sealed class Since
    {
        public string Device { get; init; } = "";

        public long InstalledAt { get; init; }

        public long Alerts { get; init; }
    }

    private sealed class Untouched
    {
        // PostgreSQL sums whole numbers as numeric.
        public decimal Before { get; init; }

        public decimal Since { get; init; }

        public decimal SpanBefore { get; init; }

        public decimal SpanSince { get; init; }
    }
}
