using System.Text;
using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;
using MQTTnet;

namespace Edge.Agent.Tests.Messaging;

public sealed class OutboxPublisherTests
{
    private const string Receipts = "edge/v1/home/porch/receipts";

    [Fact]
    public async Task Messages_OfTwoStreams_ArriveInOrderAndAreCompleted()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t/#");
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        for (int i = 0; i < 200; i++)
            messenger.Outbox.Add(i % 2 == 0 ? "even" : "odd", i % 2 == 0 ? "t/even" : "t/odd", $"{i}");
        List<ReceivedMessage> received = [];
        while (received.Count < 200)
            received.Add(await subscriber.NextAsync());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{2 * i}"), received.Where(m => m.Topic == "t/even").Select(m => m.Text));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{(2 * i) + 1}"), received.Where(m => m.Topic == "t/odd").Select(m => m.Text));
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "all completed");
        Assert.Equal(200, messenger.Messenger.Connection.Counters.Published);
    }

    [Fact]
    public async Task Messages_CommittedWhileTheBrokerIsAbsent_ArriveLater()
    {
        await using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using var messenger = new TestMessenger(TestMessenger.Settings(broker) with { Receipt = DeliveryReceipt.Cloud });
        for (int i = 0; i < 20; i++)
            await CommitAsync(messenger, i);
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Fault.Length > 0, "a failed try");
        await broker.StartAsync();
        await using var cloud = new TestCloud(broker.Port, "edge/v1/home/porch/alerts/+", Receipts);
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "the cloud's receipts for all");
        Assert.Equal(Enumerable.Range(0, 20), cloud.FirstHeard());
    }

    /// <summary>The broker is killed while messages are on their way, and comes back without its state: what it had acknowledged and not yet passed on is gone.</summary>
    [Fact]
    public async Task Broker_KilledWhilePublishing_AtLeastOnceAndInOrder()
    {
        const int total = 2000;
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Receipt = DeliveryReceipt.Cloud });
        await using var cloud = new TestCloud(broker.Port, "edge/v1/home/porch/alerts/+", Receipts);
        for (int i = 0; i < total; i++)
            await CommitAsync(messenger, i);
        for (int kill = 1; kill <= 2; kill++)
        {
            int threshold = kill * total / 4;
            await Deadline.UntilAsync(() => cloud.Count > threshold, $"{threshold} messages at the cloud");
            await broker.RestartAsync();
        }

        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "the cloud's receipts for all");
        Assert.Equal(Enumerable.Range(0, total), cloud.FirstHeard());
        Assert.True(messenger.Messenger.Connection.Counters.Connects >= 3);
    }

    [Fact]
    public async Task Message_NotAuthorised_IsSetAsideAndDoesNotBlockItsStream()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { AccessRules = ["topic readwrite edge/#", "topic readwrite t/#"] });
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t/#");
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        OutboxMessage forbidden = messenger.Outbox.Add("front", "forbidden", "1");
        messenger.Outbox.Add("front", "t/allowed", "2");
        Assert.Equal("2", (await subscriber.NextAsync()).Text);
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 1, "the allowed one completed");
        Assert.Equal(1, messenger.Messenger.Connection.Counters.Rejected);
        Assert.Equal(1, messenger.Messenger.Outbox.Parked);
        Assert.DoesNotContain(forbidden.Id, messenger.Outbox.Completed);
    }

    [Fact]
    public async Task Message_TooLargeForTheBroker_IsSetAsideAndTriedOnTheNextConnection()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { MaximumPacketSize = 2000 });
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t");
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker);
        messenger.Outbox.Add("front", "t", "large", padding: 4000);
        messenger.Outbox.Add("front", "t", "small");
        Assert.Equal("small", (await subscriber.NextAsync()).Text);
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Counters.Rejected == 1, "one set aside");
        await broker.RestartAsync();
        await messenger.ConnectedAsync(2);
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Counters.Rejected == 2, "tried again");
        Assert.Equal(1, messenger.Outbox.Depth);
    }

    [Fact]
    public async Task CloudReceipt_Awaited_CompletesOnlyByIt()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, "t");
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Receipt = DeliveryReceipt.Cloud });
        OutboxMessage one = messenger.Outbox.Add("front", "t", "1");
        OutboxMessage two = messenger.Outbox.Add("front", "t", "2");
        await subscriber.NextAsync(m => m.Text == "2");
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Counters.Published == 2, "both acknowledged by the broker");
        Assert.Equal(2, messenger.Outbox.Depth);

        using IMqttClient cloud = await TestPeer.ConnectAsync(broker);
        await TestPeer.PublishAsync(cloud, Receipts, "not json"u8.ToArray());
        await TestPeer.PublishAsync(cloud, Receipts, DeviceMessages.Write(new DeliveryReceipts([two.Id, Guid.NewGuid()])));
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 1, "the second completed");
        await TestPeer.PublishAsync(cloud, Receipts, DeviceMessages.Write(new DeliveryReceipts([one.Id])));
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "the first completed");
        Assert.Equal(1, messenger.Messenger.Connection.Counters.InboundDropped);
    }

    /// <summary>Pictures and Frigate events carry no id that a cloud could acknowledge; waiting for it would block the camera's alerts for ever.</summary>
    [Fact]
    public async Task CloudReceipt_MessagesWithoutAnId_CompleteByTheBrokersWord()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Receipt = DeliveryReceipt.Cloud });
        await messenger.Outbox.CommitAsync(new OutboxMessage(Guid.CreateVersion7(), "front", OutboxKind.Evidence, "edge/v1/home/porch/thumbnails/front", new byte[] { 1 }, DateTimeOffset.UnixEpoch));
        await messenger.Outbox.CommitAsync(new OutboxMessage(Guid.CreateVersion7(), "front", OutboxKind.Alert, FrigateEvents.Topic, "{}"u8.ToArray(), DateTimeOffset.UnixEpoch));
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "both completed, though nobody listens");
    }

    /// <summary>Pictures have no id on the wire. A cloud that listens to alerts only must get those that come behind a picture.</summary>
    [Fact]
    public async Task CloudReceipt_PictureThatNobodyHears_DoesNotHoldUpAlerts()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Receipt = DeliveryReceipt.Cloud });
        await using var cloud = new TestCloud(broker.Port, "edge/v1/home/porch/alerts/+", Receipts);
        await messenger.Outbox.CommitAsync(new OutboxMessage(Guid.CreateVersion7(), "front", OutboxKind.Evidence, "edge/v1/home/porch/thumbnails/front", new byte[] { 1, 2, 3 }, DateTimeOffset.UnixEpoch));
        await CommitAsync(messenger, 7);
        await Deadline.UntilAsync(() => messenger.Outbox.Depth == 0, "the broker's answer for the picture, the cloud's receipt for the alert");
        Assert.Equal([7], cloud.FirstHeard());
    }

    [Fact]
    public async Task CloudReceipt_Missing_IsSentAgainOnTheNextConnection()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using TestMessenger messenger = await TestMessenger.ConnectAsync(broker, s => s with { Receipt = DeliveryReceipt.Cloud });
        await using var deaf = new TestCloud(broker.Port, "t", receipts: null);
        messenger.Outbox.Add("front", "t", $"{Guid.NewGuid()} 1");
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Counters.Published == 1, "acknowledged by the broker");
        await broker.RestartAsync(); // Without persistence: whatever it acknowledged is gone.
        await Deadline.UntilAsync(() => messenger.Messenger.Connection.Counters.Published == 2, "sent again");
        Assert.True(messenger.Messenger.Connection.Counters.Retried >= 1);
        Assert.Equal(1, messenger.Outbox.Depth);
    }

    private static async Task CommitAsync(TestMessenger messenger, int number)
    {
        var id = Guid.CreateVersion7();
        await messenger.Outbox.CommitAsync(
            new OutboxMessage(id, "front", OutboxKind.Alert, "edge/v1/home/porch/alerts/front", Encoding.UTF8.GetBytes($"{id} {number}"), DateTimeOffset.UnixEpoch));
    }
}
