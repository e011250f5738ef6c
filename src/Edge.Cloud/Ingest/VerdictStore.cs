using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Ingest;

/// <summary>Verdicts for those who look at them: search, one, mark as right or false. Safe for any number of threads.</summary>
internal sealed class VerdictStore(IDatabase database, FleetFeed feed, AuditLog audit, TimeProvider time)
{
    private const string Select = """
        SELECT v.device, v.part_id, v.site, v.station, v.part, v.product, v.purpose, v.outcome, v.defect, v.confirmation, v.decided_at, v.latency_us, v.evidence_id,
               v.received_at, v.mark, v.mark_class, v.mark_note, v.marked_at, v.marked_by, e.artifact
        FROM verdicts v LEFT JOIN evidence e ON e.device = v.device AND e.subject = v.part_id
        """;

    /// <summary>A page of verdicts, the newest first, and where the next page begins (null: there is none).</summary>
    public async Task<(IReadOnlyList<VerdictRecord> Verdicts, PageKey? Next)> SearchAsync(VerdictFilter filter, CancellationToken cancel)
    {
        SqlConditions where = new SqlConditions("1 = 1")
            .And("v.site = @Site", "Site", filter.Site)
            .And("v.device = @Device", "Device", filter.Device)
            .And("v.station = @Station", "Station", filter.Station)
            .And("v.product = @Product", "Product", filter.Product)
            .And("v.outcome = @Outcome", "Outcome", filter.Outcome)
            .And("v.defect = @Defect", "Defect", filter.Defect)
            .And("v.decided_at >= @Since", "Since", filter.Since?.ToUnixTimeMilliseconds())
            .And("v.decided_at < @Until", "Until", filter.Until?.ToUnixTimeMilliseconds());
        MarkedPage.Narrow(where, ("v.mark", "v.decided_at, v.device, v.part_id"), filter.Mark, filter.Before);
        where.Parameters.Add("Limit", filter.Limit);
        await using DbConnection connection = await database.OpenAsync(cancel);
        List<Row> rows = [.. await connection.QueryAsync<Row>(
            new CommandDefinition($"{Select} WHERE {where} ORDER BY v.decided_at DESC, v.device DESC, v.part_id DESC LIMIT @Limit", where.Parameters, cancellationToken: cancel))];
        PageKey? next = rows.Count == filter.Limit ? new PageKey(rows[^1].DecidedAt, rows[^1].Device, rows[^1].PartId) : null;
        return ([.. rows.Select(row => row.ToRecord(null))], next);
    }

    /// <summary>One verdict with its event; null where there is none.</summary>
    public async Task<VerdictRecord?> FindAsync(string device, string partId, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        var key = new { Device = device, PartId = partId };
        Row? row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition($"{Select} WHERE v.device = @Device AND v.part_id = @PartId", key, cancellationToken: cancel));
        // The event's id is the part's.
        byte[]? payload = row is null ? null : await connection.QuerySingleOrDefaultAsync<byte[]>(new CommandDefinition("SELECT payload FROM events WHERE device = @Device AND id = @PartId", key, cancellationToken: cancel));
        return row?.ToRecord(payload is null ? null : JsonSerializer.Deserialize<JsonElement>(payload));
    }

    /// <summary>Marks a verdict as right or false, or takes the mark back (null). Returns false where there is none.</summary>
    public Task<bool> MarkAsync(string device, string partId, AlertMark mark, string actor, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            int rows = await connection.ExecuteAsync(
                "UPDATE verdicts SET mark = @Mark, mark_class = @Class, mark_note = @Note, marked_at = @At, marked_by = @Actor WHERE device = @Device AND part_id = @PartId",
                new { Device = device, PartId = partId, mark.Mark, mark.Class, mark.Note, At = time.GetUtcNow().ToUnixTimeMilliseconds(), Actor = actor },
                transaction);
            if (rows == 0)
                return false;
            await audit.WriteAsync(connection, transaction, actor, "verdict.mark", $"{device}/{partId}", mark);
            await feed.PublishAsync(connection, transaction, "verdict", $"{device}/{partId}");
            return true;
        },
        cancel);

    private sealed class Row
    {
        public string Device { get; init; } = "";

        public string PartId { get; init; } = "";

        public string Site { get; init; } = "";

        public string Station { get; init; } = "";

        public long Part { get; init; }

        public string Product { get; init; } = "";

        public string Purpose { get; init; } = "";

        public string Outcome { get; init; } = "";

        public string? Defect { get; init; }

        public string? Confirmation { get; init; }

        public long DecidedAt { get; init; }

        public long LatencyUs { get; init; }

        public string? EvidenceId { get; init; }

        public long ReceivedAt { get; init; }

        public string? Mark { get; init; }

        public string? MarkClass { get; init; }

        public string? MarkNote { get; init; }

        public long? MarkedAt { get; init; }

        public string? MarkedBy { get; init; }

        public string? Artifact { get; init; }

        public VerdictRecord ToRecord(JsonElement? told) => new()
        {
            Device = Device,
            PartId = PartId,
            Site = Site,
            Station = Station,
            Part = Part,
            Product = Product,
            Purpose = Purpose,
            Outcome = Outcome,
            Defect = Defect,
            Confirmation = Confirmation,
            DecidedAt = DateTimeOffset.FromUnixTimeMilliseconds(DecidedAt),
            LatencyUs = LatencyUs,
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
            HasEvidence = EvidenceId is not null,
            Picture = Artifact is null ? null : $"/api/v1/evidence/{Device}/{PartId}",
            Mark = Mark,
            MarkClass = MarkClass,
            MarkNote = MarkNote,
            MarkedAt = MarkedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            MarkedBy = MarkedBy,
            Event = told,
        };
    }
}
