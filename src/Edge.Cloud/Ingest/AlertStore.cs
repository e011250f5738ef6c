using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Ingest;

/// <summary>Alerts for those who look at them: search, take note, mark as right or false. Safe for any number of threads.</summary>
internal sealed class AlertStore(IDatabase database, FleetFeed feed, AuditLog audit, TimeProvider time)
{
    private const string Columns = """
        a.device, a.alert_id, a.site, a.camera, a.rule, a.kind, a.place, a.class, a.score, a.phase, a.started_at, a.ended_at, a.duration_ms, a.object_count, a.model,
        a.model_version, a.evidence_id, a.received_at, a.acknowledged_at, a.acknowledged_by, a.mark, a.mark_class, a.mark_note, a.marked_at, a.marked_by, e.artifact
        """;

    private const string From = "alerts a LEFT JOIN evidence e ON e.device = a.device AND e.subject = a.alert_id";

    /// <summary>A page of alerts, the newest first, and where the next page begins (null: there is none).</summary>
    public async Task<(IReadOnlyList<AlertRecord> Alerts, PageKey? Next)> SearchAsync(AlertFilter filter, CancellationToken cancel)
    {
        SqlConditions where = new SqlConditions("1 = 1")
            .And("a.site = @Site", "Site", filter.Site)
            .And("a.device = @Device", "Device", filter.Device)
            .And("a.camera = @Camera", "Camera", filter.Camera)
            .And("a.rule = @Rule", "Rule", filter.Rule)
            .And("a.class = @Class", "Class", filter.Class)
            .And("a.started_at >= @Since", "Since", filter.Since?.ToUnixTimeMilliseconds())
            .And("a.started_at < @Until", "Until", filter.Until?.ToUnixTimeMilliseconds());
        MarkedPage.Narrow(where, ("a.mark", "a.started_at, a.device, a.alert_id"), filter.Mark, filter.Before);
        if (filter.Acknowledged is { } acknowledged)
            where.And(acknowledged ? "a.acknowledged_at IS NOT NULL" : "a.acknowledged_at IS NULL");
        if (filter.Open is { } open)
            where.And(open ? "a.ended_at IS NULL" : "a.ended_at IS NOT NULL");
        where.Parameters.Add("Limit", filter.Limit);
        await using DbConnection connection = await database.OpenAsync(cancel);
        List<Row> rows = [.. await connection.QueryAsync<Row>(
            new CommandDefinition($"SELECT {Columns} FROM {From} WHERE {where} ORDER BY a.started_at DESC, a.device DESC, a.alert_id DESC LIMIT @Limit", where.Parameters, cancellationToken: cancel))];
        PageKey? next = rows.Count == filter.Limit ? new PageKey(rows[^1].StartedAt, rows[^1].Device, rows[^1].AlertId) : null;
        return ([.. rows.Select(row => row.ToRecord(null))], next);
    }

    /// <summary>One alert with the event that began it; null where there is none.</summary>
    public async Task<AlertRecord?> FindAsync(string device, string alertId, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        var key = new { Device = device, AlertId = alertId };
        Row? row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"SELECT {Columns} FROM {From} WHERE a.device = @Device AND a.alert_id = @AlertId", key, cancellationToken: cancel));
        if (row is null)
            return null;
        byte[]? payload = await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition(
            "SELECT v.payload FROM alerts a JOIN events v ON v.device = a.device AND v.id = a.first_event WHERE a.device = @Device AND a.alert_id = @AlertId", key, cancellationToken: cancel));
        return row.ToRecord(payload is null ? null : JsonSerializer.Deserialize<JsonElement>(payload));
    }

    /// <summary>Takes note of an alert, once. Returns false where there is none.</summary>
    public Task<bool> AcknowledgeAsync(string device, string alertId, string actor, CancellationToken cancel) => ChangeAsync(
        "UPDATE alerts SET acknowledged_at = COALESCE(acknowledged_at, @At), acknowledged_by = COALESCE(acknowledged_by, @Actor) WHERE device = @Device AND alert_id = @AlertId",
        new { Device = device, AlertId = alertId, Actor = actor, At = Now },
        (device, alertId, actor, "alert.acknowledge", new { }),
        cancel);

    /// <summary>Marks an alert as right or false, or takes the mark back (null). Returns false where there is none.</summary>
    public Task<bool> MarkAsync(string device, string alertId, AlertMark mark, string actor, CancellationToken cancel) => ChangeAsync(
        """
        UPDATE alerts SET mark = @Mark, mark_class = @Class, mark_note = @Note, marked_at = @At, marked_by = @Actor,
            acknowledged_at = COALESCE(acknowledged_at, @At), acknowledged_by = COALESCE(acknowledged_by, @Actor)
        WHERE device = @Device AND alert_id = @AlertId
        """,
        new { Device = device, AlertId = alertId, mark.Mark, mark.Class, mark.Note, Actor = actor, At = Now },
        (device, alertId, actor, "alert.mark", mark),
        cancel);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private Task<bool> ChangeAsync(string sql, object parameters, (string Device, string AlertId, string Actor, string Action, object Detail) deed, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ExecuteAsync(sql, parameters, transaction) == 0)
                return false;
            string subject = $"{deed.Device}/{deed.AlertId}";
            await audit.WriteAsync(connection, transaction, deed.Actor, deed.Action, subject, deed.Detail);
            await feed.PublishAsync(connection, transaction, FleetEventKinds.Alert, subject);
            return true;
        },
        cancel);

    private sealed class Row
    {
        public string Device { get; init; } = "";

        public string AlertId { get; init; } = "";

        public string Site { get; init; } = "";

        public string Camera { get; init; } = "";

        public string Rule { get; init; } = "";

        public string Kind { get; init; } = "";

        public string? Place { get; init; }

        public string? Class { get; init; }

        public double? Score { get; init; }

        public string Phase { get; init; } = "";

        public long StartedAt { get; init; }

        public long? EndedAt { get; init; }

        public long DurationMs { get; init; }

        public long ObjectCount { get; init; }

        public string Model { get; init; } = "";

        public string ModelVersion { get; init; } = "";

        public string? EvidenceId { get; init; }

        public long ReceivedAt { get; init; }

        public long? AcknowledgedAt { get; init; }

        public string? AcknowledgedBy { get; init; }

        public string? Mark { get; init; }

        public string? MarkClass { get; init; }

        public string? MarkNote { get; init; }

        public long? MarkedAt { get; init; }

        public string? MarkedBy { get; init; }

        public string? Artifact { get; init; }

        public AlertRecord ToRecord(JsonElement? first) => new()
        {
            Device = Device,
            AlertId = AlertId,
            Site = Site,
            Camera = Camera,
            Rule = Rule,
            Kind = Kind,
            Place = Place,
            Class = Class,
            Score = Score,
            Phase = Phase,
            StartedAt = Time(StartedAt)!.Value,
            EndedAt = Time(EndedAt),
            DurationSeconds = DurationMs / 1000.0,
            Count = ObjectCount,
            Model = Model,
            ModelVersion = ModelVersion,
            ReceivedAt = Time(ReceivedAt)!.Value,
            HasEvidence = EvidenceId is not null,
            Picture = Artifact is null ? null : $"/api/v1/alerts/{Device}/{AlertId}/picture",
            AcknowledgedAt = Time(AcknowledgedAt),
            AcknowledgedBy = AcknowledgedBy,
            Mark = Mark,
            MarkClass = MarkClass,
            MarkNote = MarkNote,
            MarkedAt = Time(MarkedAt),
            MarkedBy = MarkedBy,
            Event = first,
        };

        private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
    }
}
