using System.Buffers;
using MQTTnet.Protocol;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>Publishes one message; completes with its acknowledgement.</summary>
internal sealed unsafe class PublishCommand(MqttApplicationMessage message) : SessionCommand
{
    public TaskCompletionSource<MqttClientPublishResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(Session session)
    {
        if (Result.Task.IsCompleted)
            return; // Cancelled before it was sent.
        PropertyList list = default;
        try
        {
            if (message.PayloadFormatIndicator != MqttPayloadFormatIndicator.Unspecified)
                list.AddByte(PropertyId.PayloadFormatIndicator, (byte)message.PayloadFormatIndicator);
            if (message.MessageExpiryInterval > 0)
                list.AddInt32(PropertyId.MessageExpiryInterval, message.MessageExpiryInterval);
            list.AddString(PropertyId.ContentType, message.ContentType);
            list.AddString(PropertyId.ResponseTopic, message.ResponseTopic);
            list.AddBinary(PropertyId.CorrelationData, message.CorrelationData);
            list.AddUserProperties(message.UserProperties);

            ReadOnlyMemory<byte> payload = message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray();
            using MemoryHandle pinned = payload.Pin();
            int result = mosquitto_publish_v5(
                session.Handle, out int mid, message.Topic, payload.Length, (byte*)pinned.Pointer, (int)message.QualityOfServiceLevel, message.Retain, list.Handle);
            session.ThrowIfFailed(result, "publish");
            session.AwaitPublish(mid, this);
        }
        finally
        {
            list.Dispose();
        }
    }

    public override void Fail(Exception exception) => Result.TrySetException(exception);
}
