using System.Threading.Channels;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Ingest;

/// <summary>Tells devices which of their events are committed, so that they may forget them. A receipt that is lost is told again when the device sends the event again.</summary>
internal sealed class ReceiptSender(CloudPublisher publisher, IngestCounters counters, TimeProvider time) : BackgroundService
{
    private const int Attempts = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WithoutLink = TimeSpan.FromSeconds(50); // The device sends again after a minute, and is answered then.

    private const int MostWaiting = 200_000;
    private const int IdsAMessage = 500;
    private readonly Channel<(string Site, string Device, Guid Id)> _waiting =
        Channel.CreateBounded<(string Site, string Device, Guid Id)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Hands in events that are committed.</summary>
    public void Send(IEnumerable<Inbound.Event> committed)
    {
        foreach (Inbound.Event happening in committed)
            _waiting.Writer.TryWrite((happening.Site, happening.Device, happening.Id));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var byDevice = new Dictionary<(string Site, string Device), List<Guid>>();
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            for (int taken = 0; taken < IdsAMessage * 20 && _waiting.Reader.TryRead(out (string Site, string Device, Guid Id) next); taken++)
            {
                if (!byDevice.TryGetValue((next.Site, next.Device), out List<Guid>? ids))
                    byDevice.Add((next.Site, next.Device), ids = []);
                ids.Add(next.Id);
            }

            await Task.WhenAll(byDevice.SelectMany(pair => pair.Value.Chunk(IdsAMessage).Select(ids => SendAsync(pair.Key.Site, pair.Key.Device, ids, stoppingToken))));
            byDevice.Clear();
        }
    }

    private async Task SendAsync(string site, string device, Guid[] ids, CancellationToken cancel)
    {
        string topic = new EdgeTopics(site, device).Receipts;
        byte[] payload = DeviceMessages.Write(new DeliveryReceipts(ids));
        for (int attempt = 0; attempt < Attempts && await LinkStandsAsync(cancel); attempt++)
        {
            if (!await publisher.PublishAsync(topic, payload, retain: false, cancel))
                continue;
            counters.CountReceipts(ids.Length);
            return;
        }
    }

    /// <summary>While the broker is away receipts wait: most devices would otherwise hear of what is long committed only when they send it again.</summary>
    private async Task<bool> LinkStandsAsync(CancellationToken cancel)
    {
        long start = time.GetTimestamp();
        while (!publisher.IsConnected && time.GetElapsedTime(start) < WithoutLink)
            await Task.Delay(Look, time, cancel);
        return publisher.IsConnected;
    }
}
