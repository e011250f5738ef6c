using System.Text.Json;
using Edge.Agent.Messaging;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Agent.Station.Messages;

/// <summary>Turns readings of one station into its retained message. Pure but for the random part of ids. Thread safe.</summary>
public sealed class StationComposer(string site, string device, string station)
{
    /// <summary>Topic of this station's state.</summary>
    public string Topic { get; } = new EdgeTopics(site, device).Stations(station);

    /// <summary>The message, for <see cref="LatestPublisher"/>: a newer one replaces one that waits.</summary>
    public OutgoingMessage Compose(StationReading reading)
    {
        Guid id = Guid.CreateVersion7(reading.At);
        CloudEvent<StationMessage> envelope = CloudEvents.Create(id, site, device, EventTypes.Station, reading.At, Describe(reading), $"stations/{station}");
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(envelope, EventJson.Default.CloudEventStationMessage);
        return new OutgoingMessage(Topic, payload) { Retain = true, ContentType = CloudEvent<StationMessage>.ContentType };
    }

    /// <summary>Takes the retained message back: the station was removed from the configuration.</summary>
    public OutgoingMessage ComposeGone() => new(Topic, ReadOnlyMemory<byte>.Empty) { Retain = true, ContentType = "" };

    /// <summary>What the message says, also the answer to <see cref="StationCommands.Status"/>.</summary>
    public StationMessage Describe(StationReading reading) => new()
    {
        Device = device,
        Site = site,
        Station = station,
        Mode = reading.Mode,
        Reason = reading.Reason,
        Product = reading.Product,
        SinceStart = reading.SinceStart,
        Shift = reading.Shift,
        PartsInFlight = reading.PartsInFlight,
        LastPart = reading.LastPart,
        Golden = reading.Golden,
        Receipt = reading.Receipt,
    };
}
