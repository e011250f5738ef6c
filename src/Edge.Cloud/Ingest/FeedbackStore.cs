using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Contracts.Evidence;
using Edge.Contracts.Feedback;
using Edge.Contracts.Messages;

namespace Edge.Cloud.Ingest;

/// <summary>Pictures with what people said of them. Safe for any number of threads.</summary>
internal sealed class FeedbackStore(IDatabase database)
{
    /// <summary>A page by device and subject.</summary>
    /// <param name="after">Where the page before ended; null: from the start.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<(IReadOnlyList<FeedbackItem> Items, PageKey? Next)> ReadAsync(PageKey? after, int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        List<Row> rows = [.. await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT e.device, e.subject, e.kind, COALESCE(e.camera, a.camera) AS camera, e.reason, e.taken_at, e.width, e.height, e.sha256, e.labels,
                COALESCE(a.mark, v.mark) AS mark, COALESCE(a.mark_class, v.mark_class) AS mark_class, COALESCE(a.mark_note, v.mark_note) AS mark_note,
                COALESCE(a.marked_by, v.marked_by) AS marked_by, v.outcome, t.payload
            FROM evidence e
                LEFT JOIN alerts a ON e.kind = 'alert' AND a.device = e.device AND a.alert_id = e.subject
                LEFT JOIN verdicts v ON e.kind = 'verdict' AND v.device = e.device AND v.part_id = e.subject
                LEFT JOIN events t ON t.device = e.device AND t.id = COALESCE(a.first_event, v.part_id)
            WHERE (e.kind = 'example' OR a.mark IS NOT NULL OR v.mark IS NOT NULL) AND e.width IS NOT NULL AND (e.device, e.subject) > (@Device, @Subject)
            ORDER BY e.device, e.subject LIMIT @Limit
            """,
            new { Device = after?.Device ?? "", Subject = after?.Id ?? "", Limit = limit },
            cancellationToken: cancel))];
        return ([.. rows.Select(row => row.ToItem())], rows.Count == limit ? new PageKey(0, rows[^1].Device, rows[^1].Subject) : null);
    }

    private sealed class Row
    {
        public string Device { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Kind { get; init; } = "";

        public string? Camera { get; init; }

        public string? Reason { get; init; }

        public long TakenAt { get; init; }

        public long Width { get; init; }

        public long Height { get; init; }

        public string Sha256 { get; init; } = "";

        public string? Labels { get; init; }

        public string? Mark { get; init; }

        public string? MarkClass { get; init; }

        public string? MarkNote { get; init; }

        public string? MarkedBy { get; init; }

        public string? Outcome { get; init; }

        public byte[]? Payload { get; init; }

        public FeedbackItem ToItem()
        {
            bool isExample = Kind == EvidenceKinds.Example;
            return new FeedbackItem
            {
                Device = Device,
                Subject = Subject,
                Kind = Kind switch { EvidenceKinds.Alert => PictureKind.Alert, EvidenceKinds.Verdict => PictureKind.Verdict, _ => PictureKind.Example },
                Camera = Camera,
                TakenAt = DateTimeOffset.FromUnixTimeMilliseconds(TakenAt),
                Width = (int)Width,
                Height = (int)Height,
                Sha256 = Sha256,
                Picture = $"/api/v1/evidence/{Device}/{Subject}",
                IsAnnotated = !isExample,
                Mark = Mark,
                Note = MarkNote,
                MarkedBy = MarkedBy,
                // A part that passed and should not have: what was missed, nobody has drawn.
                NeedsReview = isExample || (Kind == EvidenceKinds.Verdict && Mark == "false" && Outcome != "fail"),
                Reason = Reason,
                Labels = isExample ? Told() : Mark == "right" || MarkClass is not null ? [.. Seen().Select(Corrected)] : [],
            };
        }

        private PictureLabel Corrected(PictureLabel label) => MarkClass is { } name ? label with { Class = name } : label;

        private IReadOnlyList<PictureLabel> Told() => Labels is null ? [] : JsonSerializer.Deserialize<PictureLabel[]>(Labels, JsonSerializerOptions.Web) ?? [];

        private IEnumerable<PictureLabel> Seen()
        {
            if (Payload is null)
                return [];
            if (Kind == EvidenceKinds.Alert)
            {
                AlertObject? seen = JsonSerializer.Deserialize(Payload, EventJson.Default.CloudEventAlertMessage)?.Data.Object;
                return seen?.Box is { } box ? [new PictureLabel(seen.ClassName, seen.Score, box.X, box.Y, box.Width, box.Height)] : [];
            }

            VerdictMessage? verdict = JsonSerializer.Deserialize(Payload, EventJson.Default.CloudEventVerdictMessage)?.Data;
            var defects = new List<PictureLabel>();
            foreach (VerdictDefect defect in verdict?.Defects ?? [])
            {
                if (defect.Box is { } place)
                    defects.Add(new PictureLabel(defect.ClassName, defect.Score, place.X, place.Y, place.Width, place.Height));
            }

            return defects;
        }
    }
}
