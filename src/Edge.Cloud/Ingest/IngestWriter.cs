using Edge.Cloud.Fleet;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Ingest;

/// <summary>Commits what came, many messages in one transaction. Committing the same again changes nothing.</summary>
internal sealed class IngestWriter(IDatabase database, FleetFeed feed)
{
    private const int MostNewsOfAKind = 100;

    /// <summary>Commits <paramref name="messages"/>.</summary>
    /// <param name="messages">In the order of their arrival.</param>
    /// <param name="receivedAt">When they came.</param>
    /// <param name="cancel">Ends it; nothing is committed then.</param>
    public Task<IngestResult> WriteAsync(IReadOnlyList<Inbound> messages, DateTimeOffset receivedAt, CancellationToken cancel)
    {
        long received = InboundRows.Milliseconds(receivedAt);
        // By device, so that two instances lock rows in the same order; OrderBy keeps the order within a device.
        Inbound[] ordered = [.. Latest(messages).OrderBy(message => message.Device, StringComparer.Ordinal)];
        return database.WriteAsync(
            async (connection, transaction) =>
            {
                var batch = new SqlBatch();
                List<(int Place, Inbound.Event Event)> events = [];
                foreach (Inbound message in ordered)
                {
                    if (message is Inbound.Event happening)
                        events.Add((InboundRows.AddEvent(batch, happening, received), happening));
                    InboundRows.Add(batch, message, received);
                }

                foreach (string device in ordered.Select(message => message.Device).Distinct())
                    batch.Add(IngestSql.Seen, ("@device", device), ("@at", received));
                int[] changed = await batch.ExecuteAsync(connection, transaction, cancel);
                List<Inbound.Event> stored = [.. events.Where(e => changed[e.Place] > 0).Select(e => e.Event)];
                await feed.PublishAsync(connection, transaction, News(ordered, stored));
                return new IngestResult(stored.Count, events.Count - stored.Count, stored.Count(e => e is Inbound.Unreadable));
            },
            cancel);
    }

    /// <summary>What readers of the feed should look at. Where very much happened at once, one line with no subject stands for all of a kind.</summary>
    private static List<(string Kind, string Subject)> News(Inbound[] messages, List<Inbound.Event> stored)
    {
        List<(string Kind, string Subject)> news = [];
        Add(FleetEventKinds.Alert, stored.OfType<Inbound.Alert>().Select(alert => $"{alert.Device}/{alert.Message.AlertId}"));
        Add("verdict", stored.OfType<Inbound.Verdict>().Select(verdict => $"{verdict.Device}/{verdict.Message.PartId}"));
        Add(FleetEventKinds.Device, messages.Where(message => message is Inbound.State or Inbound.Reported or Inbound.Station or Inbound.Picture).Select(message => message.Device));
        return news;

        void Add(string kind, IEnumerable<string> subjects)
        {
            List<string> distinct = [.. subjects.Distinct()];
            news.AddRange(distinct.Count > MostNewsOfAKind ? [(kind, "")] : distinct.Select(subject => (kind, subject)));
        }
    }

    /// <summary>Of what only matters in its latest form, the latest; of everything else, everything.</summary>
    private static List<Inbound> Latest(IReadOnlyList<Inbound> messages)
    {
        var seen = new HashSet<(string Kind, string Device, string Name)>();
        var kept = new List<Inbound>(messages.Count);
        for (int i = messages.Count - 1; i >= 0; i--)
        {
            (string Kind, string Device, string Name)? key = messages[i] switch
            {
                Inbound.Telemetry m => ("telemetry", m.Device, ""),
                Inbound.Coverage m => ("coverage", m.Device, m.Message.Camera + m.Message.Day),
                Inbound.Station m => ("station", m.Device, m.Name),
                _ => null,
            };
            if (key is null || seen.Add(key.Value))
                kept.Add(messages[i]);
        }

        kept.Reverse();
        return kept;
    }
}
