using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;

namespace Edge.Cloud.Ingest;

/// <summary>
/// Reads a message of a device. Pure. The topic says who speaks, since the broker lets a device write under its own id only; a payload that names
/// somebody else is refused. What cannot be read gives a reason, never an exception.
/// </summary>
internal static class InboundDecoder
{
    /// <summary>Largest event, in bytes.</summary>
    public const int MaximumEventBytes = 256 * 1024;

    /// <summary>Largest picture, in bytes.</summary>
    public const int MaximumPictureBytes = 2 << 20;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    /// <summary>Reads one message.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="payload">Its bytes; kept by the result.</param>
    /// <param name="inbound">What it is.</param>
    /// <param name="fault">Why it is nothing, for the log.</param>
    public static bool TryDecode(string topic, ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out Inbound? inbound, [NotNullWhen(false)] out string? fault)
    {
        inbound = null;
        if (!EdgeTopics.TryParse(topic, out EdgeTopic parsed))
        {
            fault = "the topic is none of a device's";
            return false;
        }

        int limit = parsed.Kind == EdgeTopicKind.Thumbnails ? MaximumPictureBytes : MaximumEventBytes;
        if (payload.Length > limit)
        {
            fault = $"{payload.Length} bytes; at most {limit} are taken";
            return false;
        }

        if (parsed.Kind != EdgeTopicKind.Thumbnails && !Utf8.IsValid(payload.Span))
        {
            fault = "not JSON: no UTF-8"; // Parsers look at it late, and each in its own way.
            return false;
        }

        (inbound, fault) = parsed.Kind switch
        {
            EdgeTopicKind.Alerts or EdgeTopicKind.Verdicts or EdgeTopicKind.Losses or EdgeTopicKind.Telemetry => Event(parsed, payload),
            EdgeTopicKind.Stations => Station(parsed, payload),
            EdgeTopicKind.State => State(parsed, payload),
            EdgeTopicKind.Reported => Reported(parsed, payload),
            EdgeTopicKind.Thumbnails => Picture(parsed, payload),
            _ => (null, $"nothing on '{parsed.Kind}' is for the cloud"),
        };
        return inbound is not null;
    }

    private static (Inbound?, string?) Event(EdgeTopic topic, ReadOnlyMemory<byte> payload)
    {
        if (ReadEnvelope(topic, payload, out string envelopeFault) is not { } envelope)
            return (null, envelopeFault);
        (Guid id, string type, DateTimeOffset at) = envelope;
        (string site, string device) = (topic.Site, topic.Device);
        (Inbound? read, string? fault) = (topic.Kind, type) switch
        {
            (EdgeTopicKind.Alerts, EventTypes.Alert) => Read(payload, EventJson.Default.CloudEventAlertMessage, data =>
                Names(topic, data.Data.Site, data.Data.Device) ?? (Guid.TryParse(data.Data.AlertId, out _) ? null : "alertId is no UUID"),
                data => new Inbound.Alert(site, device, id, at, payload, data.Data)),
            (EdgeTopicKind.Verdicts, EventTypes.Verdict) => Read(payload, EventJson.Default.CloudEventVerdictMessage, data =>
                Names(topic, data.Data.Site, data.Data.Device) ?? (Guid.TryParse(data.Data.PartId, out _) ? null : "partId is no UUID"),
                data => new Inbound.Verdict(site, device, id, at, payload, data.Data)),
            (EdgeTopicKind.Verdicts, EventTypes.Ejection) => Read(payload, EventJson.Default.CloudEventEjectionMessage, data =>
                Names(topic, data.Data.Site, data.Data.Device),
                data => new Inbound.Ejection(site, device, id, at, payload, data.Data)),
            (EdgeTopicKind.Losses, EventTypes.Loss) => Read(payload, EventJson.Default.CloudEventLossMessage, _ => null,
                data => new Inbound.Loss(site, device, id, at, payload, data.Data)),
            (EdgeTopicKind.Telemetry, EventTypes.Telemetry) => Read(payload, EventJson.Default.CloudEventTelemetryMessage, _ => null,
                data => new Inbound.Telemetry(site, device, at, payload, data.Data)),
            (EdgeTopicKind.Telemetry, EventTypes.Coverage) => Read(payload, EventJson.Default.CloudEventCoverageMessage, data =>
                EdgeId.IsValid(data.Data.Camera) && data.Data.MinutesWatched is >= 0 and <= 1440 ? null : "camera or minutesWatched is out of range",
                data => new Inbound.Coverage(site, device, at, payload, data.Data)),
            _ => (null, $"no events of type '{Printable(type)}' are known on '{topic.Kind}'"),
        };
        // Telemetry is not kept by the device, so nobody waits for an answer.
        if (read is not null || topic.Kind == EdgeTopicKind.Telemetry)
            return (read, fault);
        return (new Inbound.Unreadable(site, device, id, at, payload, fault!), null);
    }

    private static (Guid Id, string Type, DateTimeOffset At)? ReadEnvelope(EdgeTopic topic, ReadOnlyMemory<byte> payload, out string fault)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload, Strict);
            JsonElement root = document.RootElement;
            fault = root.ValueKind != JsonValueKind.Object ? "no JSON object"
                : Text(root, "specversion") != "1.0" ? "specversion is not 1.0"
                : Text(root, "source") != $"/edge/v1/{topic.Site}/{topic.Device}" ? "source is not the device of the topic"
                : "";
            if (fault.Length > 0)
                return null;
            if (!root.TryGetProperty("id", out JsonElement id) || id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out Guid guid))
            {
                fault = "id is no UUID";
                return null;
            }

            if (!root.TryGetProperty("time", out JsonElement time) || time.ValueKind != JsonValueKind.String || !time.TryGetDateTimeOffset(out DateTimeOffset at))
            {
                fault = "time is no date with time";
                return null;
            }

            return (guid, Text(root, "type"), at);
        }
        catch (JsonException exception)
        {
            fault = $"not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}";
            return null;
        }
        catch (InvalidOperationException)
        {
            fault = "not JSON: half a surrogate pair in a text"; // As an escape it is UTF-8 and no text.
            return null;
        }
    }

    private static (Inbound?, string?) Read<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type, Func<T, string?> check, Func<T, Inbound> make)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(payload.Span, type) is not { } data)
                return (null, "null");
            return check(data) is { } fault ? (null, fault) : (make(data), null);
        }
        catch (JsonException exception)
        {
            return (null, $"at {exception.Path}: {Printable(exception.Message)}");
        }
    }

    private static (Inbound?, string?) Station(EdgeTopic topic, ReadOnlyMemory<byte> payload) =>
        payload.IsEmpty
            ? (new Inbound.Station(topic.Site, topic.Device, topic.Name, payload, null), null)
            : Read(
                payload,
                EventJson.Default.CloudEventStationMessage,
                data => Names(topic, data.Data.Site, data.Data.Device) ?? (data.Data.Station == topic.Name ? null : "station is not the one of the topic"),
                data => new Inbound.Station(topic.Site, topic.Device, topic.Name, payload, data.Data));

    private static (Inbound?, string?) State(EdgeTopic topic, ReadOnlyMemory<byte> payload) =>
        DeviceMessages.TryReadState(payload, out DeviceState? state, out string? fault) ? (new Inbound.State(topic.Site, topic.Device, state), null) : (null, fault);

    private static (Inbound?, string?) Reported(EdgeTopic topic, ReadOnlyMemory<byte> payload) =>
        DeviceMessages.TryReadReported(payload, out ReportedState? reported, out string? fault) ? (new Inbound.Reported(topic.Site, topic.Device, reported), null) : (null, fault);

    // The first bytes of a JPEG (ITU T.81, B.1.1.3: SOI, then a marker). Nothing here decodes it; a browser does, in its own sandbox.
    private static (Inbound?, string?) Picture(EdgeTopic topic, ReadOnlyMemory<byte> payload) =>
        payload.Span is [0xFF, 0xD8, 0xFF, ..] ? (new Inbound.Picture(topic.Site, topic.Device, topic.Name, payload), null) : (null, "no JPEG");

    private static string? Names(EdgeTopic topic, string site, string device) =>
        site == topic.Site && device == topic.Device ? null : "data names another site or device than the topic";

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static string Printable(string text) => new([.. text.Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
}
