using Edge.Cloud.Fleet;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Ingest;

/// <summary>Lets in what can be read and what its sender may say: a known device that is not revoked, at its own site, its reports signed with its own key.</summary>
internal sealed class InboundGate(DeviceDirectory devices, DeviceKeys keys, IngestCounters counters, ILogger<InboundGate> log)
{
    /// <summary>The messages of <paramref name="batch"/> that may come in, in its order. The others are counted and logged.</summary>
    public async Task<List<Inbound>> ReadAsync(IReadOnlyList<Delivery> batch, CancellationToken cancel)
    {
        var allowed = new List<Inbound>(batch.Count);
        foreach (Delivery delivery in batch)
        {
            if (!InboundDecoder.TryDecode(delivery.Topic, delivery.Payload, out Inbound? message, out string? fault))
                Refuse(delivery.Topic, fault);
            else if (await devices.FindAsync(message.Device, cancel) is not { Revoked: false } known || known.Site != message.Site)
            {
                counters.CountUnknownDevice();
                log.LogDebug("{Device} at {Site} is not known, or revoked", message.Device, message.Site);
            }
            else if (message is Inbound.Reported reported)
                await AddReportedAsync(allowed, reported, delivery.Topic, cancel);
            else
                allowed.Add(message);
        }

        return allowed;
    }

    private async Task AddReportedAsync(List<Inbound> allowed, Inbound.Reported reported, string topic, CancellationToken cancel)
    {
        if (reported.Message.Signed is not { } signed)
            Refuse(topic, "a device of a fleet signs its reports, and this one is not signed");
        else if (await keys.FindAsync(reported.Device, signed.KeyId, cancel) is not { } key)
            Refuse(topic, "it is signed with none of the device's keys");
        else if (!signed.TryVerify(key, out DeviceReport? report, out string? fault))
            Refuse(topic, fault);
        else if (report.Device != reported.Device || report.Site != reported.Site)
            Refuse(topic, "the report is of another device");
        else
            allowed.Add(reported with { Verified = report });
    }

    private void Refuse(string topic, string fault)
    {
        counters.CountRefused();
        if (log.IsEnabled(LogLevel.Warning))
            log.LogWarning("A message on {Topic} was refused: {Fault}", Printable(topic), fault);
    }

    private static string Printable(string topic) => new([.. topic.Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
}
