using System.Text.Json;
using Edge.Agent.Messaging;
using Edge.Agent.Station.Messages;
using Edge.Agent.Tests.Messaging.Sparkplug;
using Edge.Contracts.Messages;

namespace Edge.Agent.Tests.Station.Messages;

public sealed class StationComposerTests
{
    private readonly StationComposer _composer = new("plant", "edge", "press-2");

    [Fact]
    public void Compose_Reading_IsRetainedOnTheStationsTopic()
    {
        StationReading reading = SparkplugReadings.Station("press-2", 20, StationMode.InterlockTripped) with { Reason = "the known bad part was judged as a pass, not as a fail", PartsInFlight = 2 };
        OutgoingMessage message = _composer.Compose(reading);
        Assert.Equal(("edge/v1/plant/edge/stations/press-2", true, true, "application/cloudevents+json"), (message.Topic, message.Retain, message.AtLeastOnce, message.ContentType));
        CloudEvent<StationMessage> told = JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventStationMessage)!;
        Assert.Equal((EventTypes.Station, "stations/press-2", reading.At), (told.Type, told.Subject, told.Time));
        Assert.Equal((StationMode.InterlockTripped, reading.Reason, "board-7", 2), (told.Data.Mode, told.Data.Reason, told.Data.Product, told.Data.PartsInFlight));
        Assert.Equal((20, 18, 2), (told.Data.SinceStart.Parts, told.Data.SinceStart.Pass, told.Data.SinceStart.Fail));
        Assert.Equal(0.9, reading.Yield);
    }

    [Fact]
    public void ComposeGone_IsAnEmptyRetainedMessage()
    {
        OutgoingMessage message = _composer.ComposeGone();
        Assert.Equal((_composer.Topic, true, 0), (message.Topic, message.Retain, message.Payload.Length));
    }
}
