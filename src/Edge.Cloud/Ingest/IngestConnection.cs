using System.Buffers;

namespace Edge.Cloud.Ingest;

/// <summary>The link that hears devices: shared subscriptions, so that any number of instances share the work.</summary>
internal sealed class IngestConnection(IngestLoop loop, BrokerIdentity identity, IngestSettings settings, RetainedSweep sweep, ILogger<IngestConnection> log) : BackgroundService
{
    private static readonly string[] Heard = ["alerts/+", "verdicts/+", "losses", "telemetry", "state", "reported", "stations/+", "thumbnails/+"];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var link = new BrokerLink(
            identity.Parts("in") with
            {
                Subscriptions = [.. Heard.Select(level => new BrokerSubscription($"$share/{settings.Group}/edge/v1/+/+/{level}"))],
                Window = (ushort)Math.Clamp(settings.Window, 1, ushort.MaxValue),
                Receive = (message, acknowledge) => loop.Offer(new Delivery(message.Topic, message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray(), acknowledge)),
            },
            log);
        // What devices said while nobody listened, and that the broker kept.
        link.Connected += sweep.Request;
        await link.RunAsync(stoppingToken);
    }
}
