using System.Buffers;
using System.Data.Common;
using System.Threading.Channels;
using Dapper;
using Edge.Cloud.Storage;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Cloud.Ingest;

/// <summary>
/// Reads all that the broker retains, once for each new connection of the cloud: shared subscriptions get no retained messages (MQTT 5 section 4.8.2), so what
/// devices said while nobody listened is only there. It also shows which <c>desired</c> the broker has lost, to have them told again.
/// Its end is known by a message to itself, which comes after everything that was retained.
/// </summary>
internal sealed class RetainedSweep(IngestLoop loop, BrokerIdentity identity, IDatabase database, TimeProvider time, ILogger<RetainedSweep> log) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private readonly Channel<bool> _requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a sweep; those that were asked for in the meantime are one.</summary>
    public void Request() => _requests.Writer.TryWrite(true);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _requests.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
        {
            _requests.Reader.TryRead(out _);
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is TimeoutException or DbException)
            {
                log.LogWarning("What the broker retains could not be read, trying again: {Reason}", exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Request();
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancel)
    {
        string marker = $"edge/v1/cloud/{identity.Instance}/swept";
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var desired = new Dictionary<string, long>(StringComparer.Ordinal);
        int messages = 0;
        using var reader = new BrokerLink(
            identity.Parts("sweep") with
            {
                Subscriptions =
                [
                    new BrokerSubscription("edge/v1/+/+/state", MqttRetainHandling.SendAtSubscribe),
                    new BrokerSubscription("edge/v1/+/+/reported", MqttRetainHandling.SendAtSubscribe),
                    new BrokerSubscription("edge/v1/+/+/stations/+", MqttRetainHandling.SendAtSubscribe),
                    new BrokerSubscription("edge/v1/+/+/desired", MqttRetainHandling.SendAtSubscribe),
                    new BrokerSubscription(marker),
                ],
                Receive = (message, acknowledge) =>
                {
                    _ = acknowledge();
                    if (message.Topic == marker)
                        done.TrySetResult();
                    else if (message.Retain)
                    {
                        messages++;
                        Take(message, desired);
                    }
                },
            },
            log);
        using var writer = new BrokerLink(identity.Parts("sweeper"), log);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        writer.Connected += () => _ = writer.PublishAsync(marker, ReadOnlyMemory<byte>.Empty, retain: false, end.Token);
        Task? writing = null;
        reader.Connected += () => writing ??= writer.RunAsync(end.Token);
        Task reading = reader.RunAsync(end.Token);
        try
        {
            await done.Task.WaitAsync(Longest, time, cancel);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(reading, writing ?? Task.CompletedTask);
        }

        log.LogInformation("Read {Count} retained messages", messages);
        await TellLostAsync(desired, cancel);
    }

    private void Take(MqttApplicationMessage message, Dictionary<string, long> desired)
    {
        ReadOnlyMemory<byte> payload = message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray();
        if (EdgeTopics.TryParse(message.Topic, out EdgeTopic topic) && topic.Kind == EdgeTopicKind.Desired)
        {
            if (DeviceMessages.TryReadDesired(payload, out DesiredState? wanted, out _))
                desired[topic.Device] = wanted.Version;
            return;
        }

        loop.Offer(new Delivery(message.Topic, payload, static () => Task.CompletedTask));
    }

    /// <summary>Marks for publishing what the broker should retain and does not.</summary>
    private async Task TellLostAsync(Dictionary<string, long> retained, CancellationToken cancel)
    {
        List<(string Id, long Version)> published;
        await using (DbConnection connection = await database.OpenAsync(cancel))
            published = [.. await connection.QueryAsync<(string, long)>("SELECT id, desired_published FROM devices WHERE desired_published > 0 AND revoked_at IS NULL")];
        List<string> lost = [.. published.Where(device => retained.GetValueOrDefault(device.Id, -1) < device.Version).Select(device => device.Id)];
        if (lost.Count == 0)
            return;
        log.LogWarning("The broker has lost what {Count} devices are to be; it is told again", lost.Count);
        foreach (string[] some in lost.Chunk(500))
        {
            await database.WriteAsync(
                (connection, transaction) => connection.ExecuteAsync($"UPDATE devices SET desired_published = 0 WHERE id {database.Dialect.OneOf("Some")}", new { Some = some }, transaction),
                cancel);
        }
    }
}
