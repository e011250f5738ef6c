using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Contracts.Evidence;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Ingest;

/// <summary>
/// Asks devices for pictures: evidence that somebody wants to see, and, where the settings say so, each day some hard examples of every device.
/// A device is asked for no more than what is left of its day. What is not answered is asked again later.
/// </summary>
internal sealed class EvidenceRequester(EvidenceStore store, CloudPublisher publisher, IDatabase database, IngestSettings settings, TimeProvider time, ILogger<EvidenceRequester> log) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Asks a device for hard examples now. Null where it did not answer.</summary>
    public async Task<PictureAnswer?> AskExamplesAsync(string site, string device, int count, string actor, CancellationToken cancel)
    {
        await store.WishExamplesAsync(device, actor, cancel);
        return await AskAsync(site, device, new PictureRequest { Examples = count, BudgetBytes = await store.LeftAsync(device, cancel) }, cancel);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!publisher.IsConnected || stoppingToken.IsCancellationRequested)
                    continue;
                foreach (IGrouping<(string Site, string Device), EvidenceWish> wishes in (await store.OpenAsync(AtOnce, stoppingToken)).GroupBy(wish => (wish.Site, wish.Device)))
                    await AskAsync(wishes.Key.Site, wishes.Key.Device, [.. wishes], stoppingToken);
                if (settings.ExamplesPerDay > 0)
                    await AskDailyAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) // loop edge: the database may come back.
            {
                log.LogWarning(exception, "Pictures could not be asked for; it is tried again");
            }
        }
    }

    private async Task AskAsync(string site, string device, IReadOnlyList<EvidenceWish> wishes, CancellationToken cancel)
    {
        await store.SentAsync(device, [.. wishes.Select(wish => wish.Subject)], [], cancel);
        var request = new PictureRequest
        {
            Wishes = [.. wishes.Take(PictureRequest.MaximumWishes).Select(wish => new PictureWish(wish.Subject, wish.Kind == EvidenceKinds.Alert ? PictureKind.Alert : PictureKind.Verdict, wish.EvidenceId))],
            BudgetBytes = await store.LeftAsync(device, cancel),
        };
        if (await AskAsync(site, device, request, cancel) is not { } answer)
            return;
        await store.SentAsync(device, [], answer.Missing, cancel);
        log.LogInformation("Asked {Device} for {Count} pictures: {Accepted} come, {Missing} are gone, {Over} are over the budget", device, wishes.Count, answer.Accepted, answer.Missing.Count, answer.OverBudget);
    }

    private async Task AskDailyAsync(CancellationToken cancel)
    {
        long today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).ToUnixTimeMilliseconds();
        List<(string Site, string Device)> due;
        await using (DbConnection connection = await database.OpenAsync(cancel))
        {
            due = [.. await connection.QueryAsync<(string, string)>(new CommandDefinition(
                """
                SELECT d.site, d.id FROM devices d LEFT JOIN evidence_wishes w ON w.device = d.id AND w.subject = @Examples
                WHERE d.status = 'online' AND d.revoked_at IS NULL AND (w.asked_at IS NULL OR w.asked_at < @Today) ORDER BY d.id LIMIT 10
                """,
                new { EvidenceStore.Examples, Today = today },
                cancellationToken: cancel))];
        }

        foreach ((string site, string device) in due)
            await AskExamplesAsync(site, device, settings.ExamplesPerDay, "cloud", cancel);
    }

    private async Task<PictureAnswer?> AskAsync(string site, string device, PictureRequest request, CancellationToken cancel)
    {
        JsonElement? answer = await publisher.CallAsync(new EdgeTopics(site, device), "pictures", JsonSerializer.SerializeToUtf8Bytes(request, PictureJson.Default.PictureRequest), AnswerWithin, cancel);
        try
        {
            return answer is { } json && json.TryGetProperty("result", out JsonElement result) ? result.Deserialize(PictureJson.Default.PictureAnswer) : null;
        }
        catch (JsonException)
        {
            log.LogWarning("{Device} answered to 'pictures' with something else", device);
            return null;
        }
    }
}
