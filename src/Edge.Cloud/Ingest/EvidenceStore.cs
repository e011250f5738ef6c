using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Fleet;
using Edge.Cloud.Storage;
using Edge.Contracts.Evidence;

namespace Edge.Cloud.Ingest;

/// <summary>Pictures that devices gave, and those that are wanted of them. What a device may send is bounded by the day. Safe for any number of threads and instances.</summary>
internal sealed class EvidenceStore(IDatabase database, IArtifactStore artifacts, FleetFeed feed, IngestSettings settings, TimeProvider time)
{
    /// <summary>Subject of the wish that stands for hard examples.</summary>
    public const string Examples = "examples";

    private static readonly TimeSpan AskedAgainAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ExamplesTakenFor = TimeSpan.FromHours(24);

    /// <summary>Where the picture of an alert or a part lies; null where there is none.</summary>
    public async Task<string?> FindAsync(string device, string subject, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<string>(
            new CommandDefinition("SELECT artifact FROM evidence WHERE device = @Device AND subject = @Subject", new { Device = device, Subject = subject }, cancellationToken: cancel));
    }

    /// <summary>Where the newest picture of a camera lies, and when it came; null where there is none.</summary>
    public async Task<(string Artifact, DateTimeOffset At)?> NewestAsync(string device, string camera, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        (string Artifact, long At) row = await connection.QuerySingleOrDefaultAsync<(string, long)>(
            new CommandDefinition("SELECT artifact, at FROM pictures WHERE device = @Device AND camera = @Camera", new { Device = device, Camera = camera }, cancellationToken: cancel));
        return row.Artifact is null ? null : (row.Artifact, DateTimeOffset.FromUnixTimeMilliseconds(row.At));
    }

    /// <summary>Notes that the picture of an alert or a verdict is wanted; nothing happens where it is here, or the device has none.</summary>
    public Task WishAsync(string device, string subject, string kind, string actor, CancellationToken cancel)
    {
        string source = kind == EvidenceKinds.Alert ? "alerts WHERE device = @Device AND alert_id = @Subject" : "verdicts WHERE device = @Device AND part_id = @Subject";
        return database.WriteAsync(
            (connection, transaction) => connection.ExecuteAsync(
                $"""
                INSERT INTO evidence_wishes (device, subject, kind, asked_at, asked_by)
                SELECT @Device, @Subject, @Kind, @At, @Actor FROM {source} AND evidence_id IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.device = @Device AND e.subject = @Subject)
                ON CONFLICT (device, subject) DO NOTHING
                """,
                new { Device = device, Subject = subject, Kind = kind, At = Now, Actor = actor },
                transaction),
            cancel);
    }

    /// <summary>Notes that hard examples are wanted of a device: for a day from now it may send them.</summary>
    public Task WishExamplesAsync(string device, string actor, CancellationToken cancel) => database.WriteAsync(
        (connection, transaction) => connection.ExecuteAsync(
            """
            INSERT INTO evidence_wishes (device, subject, kind, asked_at, asked_by, sent_at) VALUES (@Device, @Subject, @Kind, @At, @Actor, @At)
            ON CONFLICT (device, subject) DO UPDATE SET asked_at = excluded.asked_at, asked_by = excluded.asked_by
            """,
            new { Device = device, Subject = Examples, Kind = EvidenceKinds.Example, At = Now, Actor = actor },
            transaction),
        cancel);

    /// <summary>Wishes that devices which are online were not told, or did not fulfil in ten minutes; the oldest first.</summary>
    public async Task<IReadOnlyList<EvidenceWish>> OpenAsync(int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return [.. await connection.QueryAsync<EvidenceWish>(new CommandDefinition(
            """
            SELECT d.site, w.device, w.subject, w.kind, COALESCE(a.evidence_id, v.evidence_id) AS evidence_id
            FROM evidence_wishes w JOIN devices d ON d.id = w.device
                LEFT JOIN alerts a ON w.kind = 'alert' AND a.device = w.device AND a.alert_id = w.subject
                LEFT JOIN verdicts v ON w.kind = 'verdict' AND v.device = w.device AND v.part_id = w.subject
            WHERE w.kind <> 'example' AND d.status = 'online' AND d.revoked_at IS NULL AND (w.sent_at IS NULL OR w.sent_at < @Before)
                AND COALESCE(a.evidence_id, v.evidence_id) IS NOT NULL
            ORDER BY w.asked_at, w.device, w.subject LIMIT @Limit
            """,
            new { Before = Now - (long)AskedAgainAfter.TotalMilliseconds, Limit = limit },
            cancellationToken: cancel))];
    }

    /// <summary>Notes what a device answered to wishes: those that it has not are over.</summary>
    public Task SentAsync(string device, IReadOnlyCollection<string> told, IReadOnlyCollection<string> missing, CancellationToken cancel) => database.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ExecuteAsync("UPDATE evidence_wishes SET sent_at = @At WHERE device = @Device AND subject = @Subject", told.Select(subject => new { At = Now, Device = device, Subject = subject }).ToList(), transaction);
            await connection.ExecuteAsync("DELETE FROM evidence_wishes WHERE device = @Device AND subject = @Subject", missing.Select(subject => new { Device = device, Subject = subject }).ToList(), transaction);
            return true;
        },
        cancel);

    /// <summary>Bytes that a device may still send today.</summary>
    public async Task<long> LeftAsync(string device, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return Math.Max(0, settings.EvidenceBytesPerDay - await UsedAsync(connection, null, device));
    }

    /// <summary>Keeps a picture of a device, its bytes first and then its row.</summary>
    public async Task<EvidenceOutcome> PutAsync(string device, PictureAbout about, JpegSize? size, ReadOnlyMemory<byte> jpeg, CancellationToken cancel)
    {
        string subject = Guid.Parse(about.Subject).ToString("D");
        if (await FindAsync(device, subject, cancel) is not null)
            return EvidenceOutcome.Known;
        if (await LeftAsync(device, cancel) < jpeg.Length)
            return EvidenceOutcome.OverBudget;
        if (!await IsWantedAsync(device, subject, about.Kind, cancel))
            return EvidenceOutcome.Unasked;
        string artifact = $"evidence/{device}/{subject}.jpg";
        using (var content = new MemoryStream(jpeg.ToArray(), writable: false))
            await artifacts.PutAsync(artifact, content, cancel);
        return await database.WriteAsync(
            async (connection, transaction) =>
            {
                // Two uploads at once must not both fit into what was left before.
                if (settings.EvidenceBytesPerDay - await UsedAsync(connection, transaction, device) < jpeg.Length)
                    return EvidenceOutcome.OverBudget;
                int rows = await connection.ExecuteAsync(
                    """
                    INSERT INTO evidence (device, subject, kind, camera, reason, taken_at, received_at, day, size_bytes, width, height, sha256, artifact, labels)
                    VALUES (@Device, @Subject, @Kind, @Camera, @Reason, @TakenAt, @ReceivedAt, @Day, @SizeBytes, @Width, @Height, @Sha256, @Artifact, @Labels)
                    ON CONFLICT (device, subject) DO NOTHING
                    """,
                    new
                    {
                        Device = device,
                        Subject = subject,
                        Kind = EvidenceKinds.Of(about.Kind),
                        about.Camera,
                        about.Reason,
                        TakenAt = about.TakenAt.ToUnixTimeMilliseconds(),
                        ReceivedAt = Now,
                        Day = Today,
                        SizeBytes = (long)jpeg.Length,
                        Width = (long?)size?.Width,
                        Height = (long?)size?.Height,
                        about.Sha256,
                        Artifact = artifact,
                        Labels = about.Labels.Count == 0 ? null : JsonSerializer.Serialize(about.Labels, JsonSerializerOptions.Web),
                    },
                    transaction);
                await connection.ExecuteAsync("DELETE FROM evidence_wishes WHERE device = @Device AND subject = @Subject", new { Device = device, Subject = subject }, transaction);
                await feed.PublishAsync(connection, transaction, about.Kind == PictureKind.Example ? "example" : FleetEventKinds.Alert, $"{device}/{subject}");
                return rows > 0 ? EvidenceOutcome.Kept : EvidenceOutcome.Known;
            },
            cancel);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private string Today => time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task<long> UsedAsync(DbConnection connection, DbTransaction? transaction, string device) => connection.ExecuteScalarAsync<long>(
        "SELECT CAST(COALESCE(SUM(size_bytes), 0) AS BIGINT) FROM evidence WHERE device = @Device AND day = @Today", new { Device = device, Today }, transaction);

    private async Task<bool> IsWantedAsync(string device, string subject, PictureKind kind, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        return await connection.ExecuteScalarAsync<long>(
            kind == PictureKind.Example
                ? "SELECT COUNT(*) FROM evidence_wishes WHERE device = @Device AND subject = @Examples AND asked_at > @Since"
                : "SELECT COUNT(*) FROM evidence_wishes WHERE device = @Device AND subject = @Subject",
            new { Device = device, Subject = subject, Examples, Since = Now - (long)ExamplesTakenFor.TotalMilliseconds }) > 0;
    }
}
