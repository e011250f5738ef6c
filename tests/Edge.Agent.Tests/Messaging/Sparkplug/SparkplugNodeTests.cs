using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>The node at a real broker, heard by an independent client. Ids in brackets are assertions of the Sparkplug specification 3.0.0.</summary>
public sealed class SparkplugNodeTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-sparkplug-").FullName;
    private MosquittoBroker _broker = null!;
    private TestHost _host = null!;

    public async Task InitializeAsync()
    {
        _broker = await MosquittoBroker.StartAsync();
        _host = await TestHost.StartAsync(_broker);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _broker.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Session_BirthsDataDeath_ComeInOrderWithTheRightQosAndNothingRetained()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 1));
        await node.BornAsync();
        (ReceivedMessage message, Payload birth) = await _host.NextAsync("NBIRTH");
        Assert.Equal((0, false), (message.Qos, message.Retained)); // [tck-id-topics-nbirth-mqtt]
        Assert.Equal(0UL, birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue); // [tck-id-topics-nbirth-bdseq-increment]
        (message, Payload device) = await _host.NextAsync("DBIRTH");
        Assert.Equal(("spBv1.0/plant/DBIRTH/edge/press-2", 0, 1UL), (message.Topic, message.Qos, device.Seq)); // [tck-id-topics-dbirth-mqtt]
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 2));
        (message, Payload data) = await _host.NextAsync("DDATA");
        Assert.Equal((0, 2UL), (message.Qos, data.Seq)); // [tck-id-topics-ddata-mqtt]
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 2, StationMode.Stopped));
        Assert.Equal(0, (await _host.NextAsync("DDEATH")).Message.Qos); // [tck-id-topics-ddeath-mqtt]
        await node.StopAsync();
        // [tck-id-operational-behavior-edge-node-intentional-disconnect-ndeath], [tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt50]:
        // the node says it, and the broker by the Will.
        for (int i = 0; i < 2; i++)
        {
            (message, Payload death) = await _host.NextAsync("NDEATH");
            Assert.Equal((1, false, 0UL), (message.Qos, death.HasSeq, death.Metrics.Single().LongValue)); // [tck-id-payloads-ndeath-will-message-qos]
        }

        await using MosquittoSubscriber late = await MosquittoSubscriber.StartAsync(_broker.Port, "spBv1.0/#");
        await _host.CommandAsync("NCMD/nobody", new Metric { Name = "mark" });
        Assert.Equal("spBv1.0/plant/NCMD/nobody", (await late.NextAsync()).Topic); // Nothing lay there before it ([tck-id-payloads-nbirth-retain] and its like).
    }

    [Fact]
    public async Task Bytes_ReadByProtocWithoutOurSchema_HaveTheSpecificationsFields()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        await node.BornAsync();
        string birth = await Protoc.DecodeRawAsync((await _host.NextAsync("NBIRTH")).Message.Payload);
        Assert.Matches("^1: 1[0-9]{12}\n2 \\{\n", birth); // Payload.timestamp = 1, Payload.metrics = 2.
        Assert.EndsWith("}\n3: 0\n", birth, StringComparison.Ordinal); // Payload.seq = 3.
        // Metric: name = 1, timestamp = 3, datatype = 4 (Int64 4, Boolean 11), long_value = 11, boolean_value = 14.
        Assert.Matches("2 \\{\n  1: \"bdSeq\"\n  3: 1[0-9]{12}\n  4: 4\n  11: 0\n\\}", birth);
        Assert.Matches("2 \\{\n  1: \"Node Control/Rebirth\"\n  3: 1[0-9]{12}\n  4: 11\n  14: 0\n\\}", birth);
        // alias = 2, string_value = 15; properties = 9 with keys = 1 and values = 2 of type = 1, string_value = 8; double_value = 13.
        Assert.Matches("2 \\{\n  1: \"Properties/Site\"\n  2: 3\n  3: 1[0-9]{12}\n  4: 12\n  15: \"plant\"\n\\}", birth);
        Assert.Matches("1: \"Temperature\"\n  2: 4\n  3: 1[0-9]{12}\n  4: 10\n  9 \\{\n    1: \"[^\"]+\"\n    2 \\{\n      1: 12\n      8: \"[^\"]+\"\n    \\}\n  \\}\n  13: 0x", birth);
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 1));
        string device = await Protoc.DecodeRawAsync((await _host.NextAsync("DBIRTH")).Message.Payload);
        Assert.Matches("1: \"Reason\"\n  2: [0-9]+\n  3: 1[0-9]{12}\n  4: 12\n  7: 1\n\\}", device); // is_null = 7, and no value.
        Assert.Matches("1: \"Parts/In Flight\"\n  2: [0-9]+\n  3: 1[0-9]{12}\n  4: 3\n  10: 0\n\\}", device); // int_value = 10.
    }

    [Fact]
    public async Task Rebirth_AskedFor_NewBirthsFromZeroAndDataGoesOn()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 1));
        await _host.NextAsync("DBIRTH");
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", BooleanValue = true });
        (_, Payload birth) = await _host.NextAsync();
        (_, Payload device) = await _host.NextAsync();
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 2));
        (_, Payload data) = await _host.NextAsync();
        Assert.Equal((0UL, 1UL, 2UL), (birth.Seq, device.Seq, data.Seq));
        Assert.Equal(0UL, birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue); // [tck-id-payloads-nbirth-bdseq-repeat]
    }

    [Fact]
    public async Task Commands_ThatAreNone_ChangeNothing()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 1));
        (_, Payload device) = await _host.NextAsync("DBIRTH");
        await _host.SendAsync("NCMD/edge", [0xFF, 0xFF, 0xFF]);
        await _host.SendAsync("NCMD/edge", []);
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", BooleanValue = false });
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", StringValue = "true" });
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Reboot", BooleanValue = true });
        await _host.CommandAsync("NCMD/edge", new Metric { Alias = ulong.MaxValue, BooleanValue = true });
        await _host.CommandAsync("DCMD/edge/press-2", new Metric { Name = "Product", StringValue = "../../etc" });
        await _host.CommandAsync("DCMD/edge/press-2", new Metric { Name = "Product", IntValue = 7 });
        await _host.CommandAsync("DCMD/edge/press-2", new Metric { Name = "Mode", StringValue = "running" });
        await _host.CommandAsync("DCMD/edge/press-2", new Metric { Name = "Product", StringValue = "board-8" });
        await _host.CommandAsync("DCMD/edge/press-2", new Metric { Alias = device.Metrics.Single(metric => metric.Name == "Product").Alias, StringValue = "board-9" });
        await Deadline.UntilAsync(() => Count(node) == 2, "two products asked for");
        Assert.Equal([new ProductRequest("press-2", "board-8"), new ProductRequest("press-2", "board-9")], node.Asked);
        Assert.Equal((1, 8), (node.Node.Status.Births, node.Node.Status.CommandsDropped));
    }

    [Fact]
    public async Task Commands_Retained_AreNotObeyed()
    {
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", BooleanValue = true }, retain: true);
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        await node.BornAsync();
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", BooleanValue = true });
        await node.BornAsync(births: 2);
        Assert.Equal(2, node.Node.Status.Births);
    }

    [Fact]
    public async Task Data_ThousandsOfMessages_NoNumberIsMissingAndTheTotalsAreRight()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        await node.BornAsync();
        const int Parts = 2000;
        for (int parts = 1; parts <= Parts; parts++)
        {
            node.Node.StationChanged(SparkplugReadings.Station("press-2", parts));
            if (parts % 4 == 0)
                await Task.Yield();
        }

        ulong next = 0;
        ulong total = 0;
        var aliases = new Dictionary<ulong, string>();
        while (total < Parts)
        {
            (_, Payload payload) = await _host.NextAsync();
            Assert.Equal(next++ % 256, payload.Seq);
            foreach (Metric metric in payload.Metrics)
            {
                if (metric.HasName && metric.HasAlias)
                    aliases[metric.Alias] = metric.Name;
                if (metric.HasAlias && aliases[metric.Alias] == "Parts/Total")
                {
                    Assert.True(metric.LongValue >= total, "a total went back");
                    total = metric.LongValue;
                }
            }
        }
    }

    [Fact]
    public async Task Broker_KilledAndBack_NextSessionWithTheNextNumberAndWhatWasMissed()
    {
        await using TestNode node = await TestNode.StartAsync(_broker, _folder);
        node.Node.StationChanged(SparkplugReadings.Station("press-2", 1));
        await _host.NextAsync("DBIRTH");
        await _host.DisposeAsync();
        await _broker.KillAsync();
        await Deadline.UntilAsync(() => !node.Node.Status.IsBorn, "the loss is noticed");
        for (int parts = 2; parts <= 4; parts++)
            node.Node.StationChanged(SparkplugReadings.Station("press-2", parts));
        await _broker.StartAsync();
        _host = await TestHost.StartAsync(_broker);
        await node.BornAsync(births: 2);
        await _host.CommandAsync("NCMD/edge", new Metric { Name = "Node Control/Rebirth", BooleanValue = true }); // It may have been born before we heard.
        (_, Payload birth) = await _host.NextAsync("NBIRTH");
        ulong number = birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue;
        Assert.InRange(number, 1UL, 20UL); // One more with every try.
        (_, Payload device) = await _host.NextAsync("DBIRTH");
        Assert.Equal(4UL, device.Metrics.Single(metric => metric.Name == "Parts/Total").LongValue);
    }

    [Fact]
    public async Task Restart_OfTheAgent_GoesOnWithTheNextNumber()
    {
        for (ulong session = 0; session < 3; session++)
        {
            await using TestNode node = await TestNode.StartAsync(_broker, _folder);
            (_, Payload birth) = await _host.NextAsync("NBIRTH");
            Assert.Equal(session, birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue);
        }
    }

    [Fact]
    public async Task PrimaryHost_OfflineThenOnlineThenOffline_BirthsAfterItDeathWithItAndHistoryBetween()
    {
        await _host.SayAsync("scada", online: false, 100);
        await using TestNode node = await TestNode.StartAsync(_broker, _folder, primaryHost: "scada");
        for (int parts = 1; parts <= 3; parts++)
        {
            node.Node.StationChanged(SparkplugReadings.Station("press-2", parts));
            await Task.Yield();
        }

        await _host.SayAsync("other", online: true, 200); // [tck-id-message-flow-edge-node-birth-publish-phid-wait-id]
        await _host.SayAsync("scada", online: true, 99); // [tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp]
        await _host.SayAsync("scada", online: true, 200);
        (ReceivedMessage first, Payload birth) = await _host.NextAsync();
        Assert.Equal("spBv1.0/plant/NBIRTH/edge", first.Topic);
        ulong number = birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue;
        await _host.SayAsync("scada", online: false, 199);
        await _host.SayAsync("scada", online: false, 200);
        (_, Payload death) = await _host.NextAsync("NDEATH");
        Assert.Equal(number, death.Metrics.Single().LongValue);
        await Deadline.UntilAsync(() => !node.Node.Status.IsBorn, "it left");
        await _host.SayAsync("scada", online: true, 201);
        (_, birth) = await _host.NextAsync("NBIRTH");
        Assert.Equal(number + 1, birth.Metrics.Single(metric => metric.Name == "bdSeq").LongValue);
    }

    private static int Count(TestNode node)
    {
        lock (node.Asked)
            return node.Asked.Count;
    }
}
