using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet;

/// <summary>Builds one message.</summary>
public sealed class MqttApplicationMessageBuilder
{
    private readonly MqttApplicationMessage _message = new();

    public MqttApplicationMessage Build()
    {
        if (string.IsNullOrEmpty(_message.Topic))
            throw new MqttProtocolViolationException("Topic or TopicAlias is not set.");
        return new MqttApplicationMessage
        {
            Topic = _message.Topic,
            Payload = _message.Payload,
            QualityOfServiceLevel = _message.QualityOfServiceLevel,
            Retain = _message.Retain,
            ContentType = _message.ContentType,
            ResponseTopic = _message.ResponseTopic,
            CorrelationData = _message.CorrelationData,
            MessageExpiryInterval = _message.MessageExpiryInterval,
            PayloadFormatIndicator = _message.PayloadFormatIndicator,
            UserProperties = _message.UserProperties,
        };
    }

    public MqttApplicationMessageBuilder WithContentType(string contentType)
    {
        _message.ContentType = contentType;
        return this;
    }

    public MqttApplicationMessageBuilder WithCorrelationData(byte[] correlationData)
    {
        _message.CorrelationData = correlationData;
        return this;
    }

    public MqttApplicationMessageBuilder WithMessageExpiryInterval(uint messageExpiryInterval)
    {
        _message.MessageExpiryInterval = messageExpiryInterval;
        return this;
    }

    public MqttApplicationMessageBuilder WithPayload(byte[] payload) =>
        WithPayload(payload == null || payload.Length == 0 ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(payload));

    public MqttApplicationMessageBuilder WithPayload(string payload) =>
        WithPayload(string.IsNullOrEmpty(payload) ? null : Encoding.UTF8.GetBytes(payload));

    public MqttApplicationMessageBuilder WithPayload(ReadOnlySequence<byte> payload)
    {
        _message.Payload = payload;
        return this;
    }

    public MqttApplicationMessageBuilder WithPayloadFormatIndicator(MqttPayloadFormatIndicator payloadFormatIndicator)
    {
        _message.PayloadFormatIndicator = payloadFormatIndicator;
        return this;
    }

    public MqttApplicationMessageBuilder WithPayloadSegment(ArraySegment<byte> payloadSegment) =>
        WithPayload(new ReadOnlySequence<byte>(payloadSegment));

    public MqttApplicationMessageBuilder WithPayloadSegment(ReadOnlyMemory<byte> payloadSegment) =>
        MemoryMarshal.TryGetArray(payloadSegment, out ArraySegment<byte> segment) ? WithPayloadSegment(segment) : WithPayload(payloadSegment.ToArray());

    public MqttApplicationMessageBuilder WithQualityOfServiceLevel(MqttQualityOfServiceLevel qualityOfServiceLevel)
    {
        _message.QualityOfServiceLevel = qualityOfServiceLevel;
        return this;
    }

    public MqttApplicationMessageBuilder WithResponseTopic(string responseTopic)
    {
        _message.ResponseTopic = responseTopic;
        return this;
    }

    public MqttApplicationMessageBuilder WithRetainFlag(bool value = true)
    {
        _message.Retain = value;
        return this;
    }

    public MqttApplicationMessageBuilder WithTopic(string topic)
    {
        _message.Topic = topic;
        return this;
    }

    public MqttApplicationMessageBuilder WithUserProperty(string name, ReadOnlyMemory<byte> value)
    {
        _message.UserProperties ??= [];
        _message.UserProperties.Add(new MqttUserProperty(name, value));
        return this;
    }
}
