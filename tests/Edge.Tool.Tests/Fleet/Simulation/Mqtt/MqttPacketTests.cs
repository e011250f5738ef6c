using System.Text;
using Edge.Tool.Fleet.Simulation.Mqtt;

namespace Edge.Tool.Tests.Fleet.Simulation.Mqtt;

public sealed class MqttPacketTests
{
    [Fact]
    public void Connect_WithAWill_IsWhatTheSpecificationSays()
    {
        var writer = new MqttPacketWriter();
        writer.Connect(new MqttConnect { ClientId = "d1", SessionExpirySeconds = 3600, KeepAliveSeconds = 60, ReceiveMaximum = 16, MaximumPacketBytes = 1024, WillTopic = "w", WillPayload = "x"u8.ToArray() });
        byte[] expected =
        [
            0x10, 40,
            0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 0b0010_1100, 0, 60,
            13, 0x11, 0, 0, 0x0E, 0x10, 0x21, 0, 16, 0x27, 0, 0, 4, 0,
            0, 2, (byte)'d', (byte)'1',
            0,
            0, 1, (byte)'w',
            0, 1, (byte)'x',
        ];
        expected[1] = (byte)(expected.Length - 2);
        Assert.Equal(expected, writer.Written.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Packets_InPiecesOfAnySize_ComeOutWhole(int piece)
    {
        var writer = new MqttPacketWriter();
        byte[] large = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        writer.Publish("a/b", "one"u8, packetId: 7, retain: true, contentType: "text/plain");
        writer.Publish("c", large, packetId: 0, retain: false);
        writer.PublishAnswer(9);
        var reader = new MqttPacketReader(1024);
        List<(MqttPacketType Type, byte Flags, byte[] Body)> packets = [];
        foreach (byte[] some in writer.Written.ToArray().Chunk(piece))
            reader.Feed(some, (type, flags, body) => packets.Add((type, flags, body.ToArray())));

        Assert.Equal([MqttPacketType.Publish, MqttPacketType.Publish, MqttPacketType.PublishAnswer], packets.Select(packet => packet.Type));
        Assert.Equal(0, reader.Waiting);
        MqttPublish first = MqttPacketReader.Publish(packets[0].Flags, packets[0].Body);
        Assert.Equal(("a/b", (ushort)7, true, "one"), (first.Topic, first.PacketId, first.Retained, Encoding.ASCII.GetString(first.Payload.Span)));
        MqttPublish second = MqttPacketReader.Publish(packets[1].Flags, packets[1].Body);
        Assert.Equal(("c", (ushort)0, false), (second.Topic, second.PacketId, second.Retained));
        Assert.Equal(large, second.Payload.ToArray());
        Assert.Equal(((ushort)9, (byte)0), MqttPacketReader.PublishAnswer(packets[2].Body));
    }

    [Fact]
    public void ConnectAnswer_WithOtherProperties_FindsTheReceiveMaximum()
    {
        // Session present; assigned client id, a user property, topic alias maximum, then the receive maximum.
        byte[] body = [1, 0, 22, 0x12, 0, 2, (byte)'i', (byte)'d', 0x26, 0, 1, (byte)'n', 0, 3, (byte)'v', (byte)'a', (byte)'l', 0x22, 0, 10, 0x21, 0, 20, 0x25, 1];
        body[2] = (byte)(body.Length - 3);
        Assert.Equal(new MqttConnectAnswer(true, 0, 20), MqttPacketReader.ConnectAnswer(body));
        Assert.Equal(ushort.MaxValue, MqttPacketReader.ConnectAnswer(new byte[] { 0, 0, 0 }).ReceiveMaximum);
    }

    [Fact]
    public void Packet_OverTheAgreedSize_IsRefusedBeforeItIsThere()
    {
        var reader = new MqttPacketReader(100);
        Assert.Throws<MqttProtocolException>(() => reader.Feed(new byte[] { 0x30, 0xFF, 0xFF, 0x7F }, (_, _, _) => { }));
    }

    [Fact]
    public void Length_OfFiveBytes_IsRefused()
    {
        var reader = new MqttPacketReader(100);
        Assert.Throws<MqttProtocolException>(() => reader.Feed(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, (_, _, _) => { }));
    }

    [Fact]
    public void Packets_CutShortOrMutated_GiveOneKindOfException()
    {
        var writer = new MqttPacketWriter();
        writer.Publish("edge/v1/s/d/receipts", "{}"u8, 5, retain: false, "application/json");
        byte[] whole = writer.Written.ToArray();
        var random = new Random(1);
        for (int i = 0; i < 5000; i++)
        {
            byte[] body = whole[2..random.Next(2, whole.Length + 1)];
            for (int m = random.Next(4); m > 0 && body.Length > 0; m--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            foreach (Action read in new Action[] { () => MqttPacketReader.Publish(2, body), () => MqttPacketReader.ConnectAnswer(body), () => MqttPacketReader.PublishAnswer(body), () => MqttPacketReader.SubscribeAnswer(body, out _) })
            {
                Exception? thrown = Record.Exception(read);
                Assert.True(thrown is null or MqttProtocolException, thrown?.ToString());
            }
        }
    }
}
