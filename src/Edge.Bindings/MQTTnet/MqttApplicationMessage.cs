using System.Buffers;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet;

/// <summary>A message as the application sees it. The payload must stay unchanged until its publish completes.</summary>
public sealed class MqttApplicationMessage
{
    public string ContentType { get; set; }

    public byte[] CorrelationData { get; set; }

    public uint MessageExpiryInterval { get; set; }

    public ReadOnlySequence<byte> Payload { get; set; } = ReadOnlySequence<byte>.Empty;

    public MqttPayloadFormatIndicator PayloadFormatIndicator { get; set; } = MqttPayloadFormatIndicator.Unspecified;

    public MqttQualityOfServiceLevel QualityOfServiceLevel { get; set; }

    public string ResponseTopic { get; set; }

    public bool Retain { get; set; }

    public string Topic { get; set; }

    public List<MqttUserProperty> UserProperties { get; set; }
}
