using System.Text;
using System.Text.Json.Nodes;
using Edge.Cloud.Ingest;
using Edge.Contracts.Messages;

namespace Edge.Cloud.Tests.Ingest;

public sealed class InboundDecoderTests
{
    private static readonly Guid Id = Guid.Parse("01a201be-2605-7acd-a3ec-cbd1488551ee");

    [Fact]
    public void Alert_AsAnAgentSendsIt_IsRead()
    {
        byte[] payload = Events.Alert(Id);
        var alert = Assert.IsType<Inbound.Alert>(Decode(Events.AlertTopic(), payload));
        Assert.Equal((Id, "home", "yard-box", Events.At), (alert.Id, alert.Site, alert.Device, alert.At));
        Assert.Equal("somebody", alert.Message.Rule);
        Assert.Equal(payload, alert.Payload.ToArray());
    }

    [Fact]
    public void TelemetryAndCoverage_OnOneTopic_AreToldApart()
    {
        Assert.IsType<Inbound.Telemetry>(Decode("edge/v1/home/yard-box/telemetry", Events.Telemetry(Events.At)));
        Assert.Equal(12, Assert.IsType<Inbound.Coverage>(Decode("edge/v1/home/yard-box/telemetry", Events.Coverage("yard", 12))).Message.MinutesWatched);
    }

    [Fact]
    public void Event_OfAKindThatIsNotKnownYet_IsKeptUnread()
    {
        byte[] payload = Change(Events.Alert(Id), json => json["type"] = "edge.alert.v2");
        var kept = Assert.IsType<Inbound.Unreadable>(Decode(Events.AlertTopic(), payload));
        Assert.Equal(Id, kept.Id);
        Assert.Contains("edge.alert.v2", kept.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rule", "at $.data")]
    [InlineData("alertId", "at $.data")]
    public void Event_WithoutARequiredField_IsKeptUnread(string field, string fault)
    {
        byte[] payload = Change(Events.Alert(Id), json => json["data"]!.AsObject().Remove(field));
        Assert.Contains(fault, Assert.IsType<Inbound.Unreadable>(Decode(Events.AlertTopic(), payload)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Event_WhoseDataNamesAnotherDevice_IsKeptUnread()
    {
        byte[] payload = Change(Events.Alert(Id), json => json["data"]!["device"] = "other");
        Assert.IsType<Inbound.Unreadable>(Decode(Events.AlertTopic(), payload));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "source", "source is not the device of the topic" },
        { "id", "id is no UUID" },
        { "time", "time is no date with time" },
        { "specversion", "specversion is not 1.0" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Event_WithoutWhatItCouldBeAcknowledgedBy_IsRefused(string field, string fault) =>
        Assert.Equal(fault, Fault(Events.AlertTopic(), Change(Events.Alert(Id), json => json[field] = "x")));

    [Theory]
    [InlineData("edge/v1/home/yard-box", "topic")]
    [InlineData("edge/v1/home/yard-box/alerts/a/b", "topic")]
    [InlineData("edge/v1/home/../state", "topic")]
    [InlineData("edge/v1/home/yard-box/command/ping", "nothing on 'Command'")]
    [InlineData("edge/v1/home/yard-box/thumbnails/yard", "no JPEG")]
    [InlineData("edge/v1/home/yard-box/alerts/yard", "not JSON: line 1, byte 1")]
    [InlineData("edge/v1/home/yard-box/state", "Not JSON")]
    [InlineData("edge/v1/home/yard-box/reported", "Not JSON")]
    public void Message_ThatIsNothing_IsRefusedWithAReason(string topic, string fault) =>
        Assert.Contains(fault, Fault(topic, "x"u8.ToArray()), StringComparison.Ordinal);

    [Theory]
    [InlineData("edge.alert.v1", "half a surrogate")] // In the envelope.
    [InlineData("somebody", null)] // In the data: it has an id, so it is kept as it came.
    public void Event_WithTextThatIsNone_IsNeverThrown(string text, string? fault)
    {
        byte[] payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Events.Alert(Id)).Replace(text, "\\ud800", StringComparison.Ordinal));
        if (fault is null)
            Assert.IsType<Inbound.Unreadable>(Decode(Events.AlertTopic(), payload));
        else
            Assert.Contains(fault, Fault(Events.AlertTopic(), payload), StringComparison.Ordinal);
        Assert.Contains("UTF-8", Fault(Events.AlertTopic(), [.. payload, 0xA6]), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_OverTheLimit_IsRefusedUnread() =>
        Assert.Contains("at most", Fault(Events.AlertTopic(), new byte[InboundDecoder.MaximumEventBytes + 1]), StringComparison.Ordinal);

    [Fact]
    public void State_OfABirth_IsRead()
    {
        byte[] payload = DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "street-demo", "b1", Events.At));
        Assert.Equal("b1", Assert.IsType<Inbound.State>(Decode("edge/v1/home/yard-box/state", payload)).Message.BootId);
        Assert.Contains("null", Fault("edge/v1/home/yard-box/state", Change(payload, json => json["bootId"] = null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_MutatedAtRandom_AreReadOrRefusedAndNeverThrow()
    {
        var random = new Random(5);
        (string Topic, byte[] Payload)[] samples =
        [
            (Events.AlertTopic(), Events.Alert(Id)),
            ("edge/v1/home/yard-box/telemetry", Events.Telemetry(Events.At)),
            ("edge/v1/home/yard-box/telemetry", Events.Coverage("yard", 5)),
            ("edge/v1/home/yard-box/state", DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "m", "b", Events.At))),
        ];
        for (int i = 0; i < 20_000; i++)
        {
            (string topic, byte[] payload) = samples[i % samples.Length];
            byte[] changed = [.. payload];
            for (int m = random.Next(1, 4); m > 0; m--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (InboundDecoder.TryDecode(topic, changed, out Inbound? read, out string? fault))
                Assert.Equal(("home", "yard-box"), (read.Site, read.Device));
            else
                Assert.NotEmpty(fault);
        }
    }

    private static Inbound Decode(string topic, byte[] payload)
    {
        Assert.True(InboundDecoder.TryDecode(topic, payload, out Inbound? inbound, out string? fault), fault);
        return inbound;
    }

    private static string Fault(string topic, byte[] payload)
    {
        Assert.False(InboundDecoder.TryDecode(topic, payload, out _, out string? fault));
        return fault;
    }

    private static byte[] Change(byte[] payload, Action<JsonObject> change)
    {
        JsonObject json = JsonNode.Parse(payload)!.AsObject();
        change(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
