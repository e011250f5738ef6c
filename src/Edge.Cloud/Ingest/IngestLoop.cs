using System.Data.Common;
using System.Threading.Channels;
using Edge.Cloud.Artifacts;

namespace Edge.Cloud.Ingest;

/// <summary>
/// From the broker into the database, at least once from the device, once in the tables:
/// <list type="number">
/// <item>take what came, up to a batch, waiting a moment for more;</item>
/// <item>read each message, and refuse what its sender may not say (<see cref="InboundGate"/>);</item>
/// <item>keep pictures in the artifact store;</item>
/// <item>commit all of it in one transaction, again and again until the database takes it; a value that it never takes is set aside alone;</item>
/// <item>only then acknowledge to the broker (PUBACK) and, event by event, to the devices (receipts).</item>
/// </list>
/// What is lost on the way between is sent again: by the broker, or by the device that still has it.
/// </summary>
internal sealed class IngestLoop(
    InboundGate gate,
    PictureKeeper pictures,
    IngestWriter writer,
    ReceiptSender receipts,
    IngestCounters counters,
    IngestClock clock,
    ILogger<IngestLoop> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly Channel<Delivery> _waiting = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Hands in a message. How many can wait is bounded by how many the broker sends unacknowledged.</summary>
    public void Offer(Delivery delivery)
    {
        counters.CountReceived();
        _waiting.Writer.TryWrite(delivery);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Delivery>();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TakeAsync(batch, stoppingToken);
                await StoreOrSplitAsync(batch, stoppingToken);
                batch.Clear();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return; // What is in hand was not acknowledged, so it comes again.
            }
            catch (Exception exception) // loop edge: the batch is not lost, since nobody was told that it is kept.
            {
                counters.CountFailure();
                log.LogError(exception, "A batch of {Count} messages could not be taken in; they are tried again", batch.Count);
                await clock.DelayAsync(FirstPause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task TakeAsync(List<Delivery> batch, CancellationToken cancel)
    {
        if (batch.Count > 0)
            return; // The last one failed.
        batch.Add(await _waiting.Reader.ReadAsync(cancel));
        Drain(batch);
        if (batch.Count < clock.BatchMessages && clock.Linger > TimeSpan.Zero)
        {
            await clock.DelayAsync(clock.Linger, cancel);
            Drain(batch);
        }
    }

    private void Drain(List<Delivery> batch)
    {
        while (batch.Count < clock.BatchMessages && _waiting.Reader.TryRead(out Delivery? next))
            batch.Add(next);
    }

    /// <summary>Stores a batch. Where a message makes our own code fail, it is found by halves and given up alone: it would stop everybody for ever.</summary>
    private async Task StoreOrSplitAsync(IReadOnlyList<Delivery> batch, CancellationToken cancel)
    {
        try
        {
            await StoreAsync(batch, cancel);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or DbException or TimeoutException or IOException or ArtifactStoreException))
        {
            if (batch.Count > 1)
            {
                await StoreOrSplitAsync([.. batch.Take(batch.Count / 2)], cancel);
                await StoreOrSplitAsync([.. batch.Skip(batch.Count / 2)], cancel);
                return;
            }

            counters.CountRefused();
            log.LogError(exception, "A message could not be taken in, and is given up");
            await batch[0].Acknowledge();
        }
    }

    private async Task StoreAsync(IReadOnlyList<Delivery> batch, CancellationToken cancel)
    {
        List<Inbound> messages = await gate.ReadAsync(batch, cancel);
        await pictures.KeepAsync(messages, cancel);
        await CommitAsync(messages, cancel);
        receipts.Send(messages.OfType<Inbound.Event>());
        foreach (Delivery delivery in batch)
            await delivery.Acknowledge();
    }

    private async Task CommitAsync(IReadOnlyList<Inbound> messages, CancellationToken cancel)
    {
        for (TimeSpan pause = FirstPause; messages.Count > 0; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            long start = clock.Timestamp;
            try
            {
                IngestResult result = await writer.WriteAsync(messages, clock.Now, cancel);
                counters.CountCommit(result.Stored, result.Duplicates, result.Unreadable, clock.Since(start));
                return;
            }
            catch (DbException exception) when (StorageFaults.IsValue(exception))
            {
                counters.CountFailure();
                if (messages.Count == 1)
                {
                    await SetAsideAsync(messages[0], exception, cancel);
                    return;
                }

                // One of them is the one: halves find it in few steps.
                await CommitAsync([.. messages.Take(messages.Count / 2)], cancel);
                await CommitAsync([.. messages.Skip(messages.Count / 2)], cancel);
                return;
            }
            catch (Exception exception) when (exception is DbException or TimeoutException or ArtifactStoreException or IOException)
            {
                counters.CountFailure();
                log.LogWarning("The database takes no messages, trying again in {Pause} s: {Reason}", pause.TotalSeconds, exception.Message);
                await clock.DelayAsync(pause, cancel);
            }
        }
    }

    private async Task SetAsideAsync(Inbound message, DbException exception, CancellationToken cancel)
    {
        log.LogError("A message of {Device} at {Site} cannot be stored as what it is: {Reason}", message.Device, message.Site, exception.Message);
        if (message is Inbound.Event and not Inbound.Unreadable)
        {
            var happening = (Inbound.Event)message;
            await CommitAsync([new Inbound.Unreadable(happening.Site, happening.Device, happening.Id, happening.At, happening.Payload, "the database refused a value in it")], cancel);
        }
        else
            counters.CountRefused();
    }
}
