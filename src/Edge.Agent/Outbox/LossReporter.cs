using System.Text.Json;
using System.Threading.Channels;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Agent.Outbox;

/// <summary>
/// Makes every loss a message of its own: hears the outbox, gathers, and commits one report at a time,
/// so that a storm of losses does not fill the outbox with reports of losses. Thread safe.
/// </summary>
public sealed class LossReporter(string site, string device, TimeProvider time) : IOutboxObserver
{
    private static readonly TimeSpan LastWordTimeout = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<(OutboxKind Kind, OutboxLossReason Reason), long> _losses = [];
    private int _repairs;

    /// <summary>Least time between two reports.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Topic of the reports.</summary>
    public string Topic { get; } = new EdgeTopics(site, device).Losses;

    /// <inheritdoc/>
    public void GaveUp(OutboxLoss loss)
    {
        lock (_gate)
            _losses[(loss.Kind, loss.Reason)] = _losses.GetValueOrDefault((loss.Kind, loss.Reason)) + loss.Messages;
        Signal();
    }

    /// <inheritdoc/>
    public void Repaired(OutboxRepair repair)
    {
        lock (_gate)
            _repairs++;
        Signal();
    }

    /// <inheritdoc/>
    public void DiskChanged(string? fault)
    {
        // Telemetry and the health state carry it (OutboxStatus.Fault); it is no loss.
    }

    /// <summary>Commits reports until cancelled, at most one in each <see cref="Interval"/>; at the end one of what is not told yet.</summary>
    public async Task RunAsync(IOutbox outbox, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await _heard.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (Compose(outbox.Lost(OutboxKind.Alert)) is { } report)
                    await outbox.CommitAsync(report).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);

                // With the budget spent each report makes the outbox give up something else: a report for each loss would drive out the alerts.
                await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            if (Compose(outbox.Lost(OutboxKind.Alert)) is { } last)
                await outbox.CommitAsync(last).AsTask().WaitAsync(LastWordTimeout, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    /// <summary>What was heard since the last report; null where that is nothing.</summary>
    public OutboxMessage? Compose(long lostAlertsTotal)
    {
        LossEntry[] losses;
        int repairs;
        lock (_gate)
        {
            losses = [.. _losses.OrderBy(entry => entry.Key).Select(entry => new LossEntry(Name(entry.Key.Kind.ToString()), Name(entry.Key.Reason.ToString()), entry.Value))];
            repairs = _repairs;
            _losses.Clear();
            _repairs = 0;
        }

        if (losses.Length == 0 && repairs == 0)
            return null;
        DateTimeOffset now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var data = new LossMessage { Losses = losses, Repairs = repairs, LostAlertsTotal = lostAlertsTotal };
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(CloudEvents.Create(id, site, device, EventTypes.Loss, now, data), EventJson.Default.CloudEventLossMessage);
        // An alert's rank: the news of a loss must not be what is given up next.
        return new OutboxMessage(id, "losses", OutboxKind.Alert, Topic, payload, now);
    }

    private static string Name(string member) => JsonNamingPolicy.CamelCase.ConvertName(member);

    private void Signal() => _heard.Writer.TryWrite(true);
}
