using System.Buffers;
using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Domain.Alerts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>
/// The smallest program that does with alerts what the agent does: cameras with numbered events, the real composer, the real outbox,
/// a publisher over the real MQTT client. It tells its parent on its output: <c>ready</c> and <c>committed CAMERA NUMBER</c>.
/// </summary>
internal static class OutboxHost
{
    private static readonly TimeSpan _receiptPatience = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(OutboxHostOptions options)
    {
        var settings = new OutboxSettings { BudgetBytes = 2 << 20, Synchronous = options.Synchronous };
        await using SqliteOutbox outbox = await SqliteOutbox.OpenAsync(options.DataPath, settings, TimeProvider.System, NullLogger<SqliteOutbox>.Instance);
        Say("ready");
        Task publishing = Task.Run(() => PublishForeverAsync(options, outbox));
        await Task.WhenAll(options.Cameras.Select(camera => Task.Run(() => PlayAsync(options, camera, outbox))));
        await publishing; // Ends with the process, or by an error that must be seen.
    }

    private static async Task PlayAsync(OutboxHostOptions options, string camera, SqliteOutbox outbox)
    {
        var composer = new AlertComposer("home", options.Device, camera);
        var subject = new AlertSubject(new AlertModel("script", "1", $"sha256:{new string('0', 64)}"), ["person"], []);
        var rule = new Rule { Id = "script", Kind = RuleKind.Enters };
        long number = Math.Max(outbox.LastPosition(camera) ?? 0, options.From.GetValueOrDefault(camera, 1) - 1);
        while (options.Until == 0 || number < options.Until)
        {
            number++;
            var at = new Moment(TimeSpan.FromSeconds(number), TimeProvider.System.GetUtcNow());
            var track = new Track(number, 0, 0.9f, new BoxPx(10, 10, 50, 100), TrackState.Confirmed, 3, at.Monotonic, at.Monotonic);
            var decided = new RuleEvent(rule, number, AlertPhase.New, at, at, track, 1, CrossingDirection.Both, IsMomentary: true);
            OutboxMessage message = composer.Compose(decided, subject, new AlertFrame(number, 640, 480), null, number);
            long told = number;
            _ = outbox.CommitAsync(message).AsTask().ContinueWith(_ => Say($"committed {camera} {told}"), TaskScheduler.Default);
            await Task.Delay(5);
        }
    }

    private static async Task PublishForeverAsync(OutboxHostOptions options, SqliteOutbox outbox)
    {
        var factory = new MqttClientFactory();
        while (true)
        {
            using IMqttClient client = factory.CreateMqttClient();
            try
            {
                await ConnectAsync(options, factory, client, outbox);
                await PublishAsync(options, client, outbox);
            }
            catch (Exception error) when (error is not NullReferenceException)
            {
                // A broker that is away or goes away is what this program is for.
                await Task.Delay(50);
            }

            outbox.ReleaseInFlight();
        }
    }

    private static async Task ConnectAsync(OutboxHostOptions options, MqttClientFactory factory, IMqttClient client, SqliteOutbox outbox)
    {
        string receipts = $"edge/v1/home/{options.Device}/receipts";
        client.ApplicationMessageReceivedAsync += async received =>
        {
            using JsonDocument document = JsonDocument.Parse(received.ApplicationMessage.Payload.ToArray());
            foreach (JsonElement id in document.RootElement.GetProperty("ids").EnumerateArray())
                await outbox.CompleteAsync(id.GetGuid());
        };
        await client.ConnectAsync(factory.CreateClientOptionsBuilder()
            .WithTcpServer("127.0.0.1", options.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(options.Device)
            .WithCleanStart()
            .Build());
        if (options.Receipt == DeliveryReceipt.Cloud)
            await client.SubscribeAsync(factory.CreateSubscribeOptionsBuilder().WithTopicFilter(receipts, MqttQualityOfServiceLevel.AtLeastOnce).Build());
    }

    private static async Task PublishAsync(OutboxHostOptions options, IMqttClient client, SqliteOutbox outbox)
    {
        while (client.IsConnected)
        {
            using var patience = new CancellationTokenSource(_receiptPatience);
            try
            {
                await outbox.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // Nothing new and perhaps no receipts either: what was published is offered again, and dropped by id where it did arrive.
                outbox.ReleaseInFlight();
            }

            foreach (OutboxMessage message in await outbox.TakeAsync(16, CancellationToken.None))
            {
                FaultPoints.Hit(FaultPoints.BeforePublish);
                await client.PublishAsync(new MqttApplicationMessageBuilder()
                    .WithTopic(message.Topic)
                    .WithPayload(message.Payload.ToArray())
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                    .Build());
                FaultPoints.Hit(FaultPoints.AfterPuback);
                if (options.Receipt == DeliveryReceipt.Broker)
                    await outbox.CompleteAsync(message.Id);
            }
        }
    }

    private static void Say(string line)
    {
        lock (typeof(OutboxHost))
        {
            Console.Out.WriteLine(line);
            Console.Out.Flush();
        }
    }
}
