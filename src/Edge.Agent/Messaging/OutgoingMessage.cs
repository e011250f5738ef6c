using System.Text;

namespace Edge.Agent.Messaging;

/// <summary>A message to publish.</summary>
/// <param name="Topic">Full topic, without wildcards.</param>
/// <param name="Payload">Exact bytes; unchanged until the publish completes.</param>
public sealed record OutgoingMessage(string Topic, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the broker keeps it for later subscribers.</summary>
    public bool Retain { get; init; }

    /// <summary>Of messages that wait in <see cref="LatestPublisher"/>, a newer one of the same topic and subject replaces the older; empty is the topic's only subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>QoS 1; otherwise QoS 0.</summary>
    public bool AtLeastOnce { get; init; } = true;

    /// <summary>MIME type; empty is none.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Copied from a request to its answer; null is none.</summary>
    public byte[]? CorrelationData { get; init; }

    /// <summary>Most bytes that it takes as an MQTT 5 PUBLISH packet, at most a few over the truth.</summary>
    public long PacketBytes =>
        // Fixed header 5, topic length 2, packet id 2, property length 4, and 3 for each property that we send.
        19L + Encoding.UTF8.GetByteCount(Topic) + Payload.Length + Encoding.UTF8.GetByteCount(ContentType) + (CorrelationData?.Length ?? 0);
}
