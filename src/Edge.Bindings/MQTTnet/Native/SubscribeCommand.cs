using MQTTnet.Packets;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>Makes one subscription; completes with its acknowledgement.</summary>
internal sealed class SubscribeCommand(MqttTopicFilter filter, List<MqttUserProperty> userProperties) : SessionCommand
{
    public TaskCompletionSource<(ushort PacketIdentifier, MqttClientSubscribeResultCode Code, string ReasonString)> Result { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Run(Session session)
    {
        PropertyList list = default;
        try
        {
            list.AddUserProperties(userProperties);
            int options = (filter.NoLocal ? 0x04 : 0) | (filter.RetainAsPublished ? 0x08 : 0) | ((int)filter.RetainHandling << 4);
            int result = mosquitto_subscribe_v5(session.Handle, out int mid, filter.Topic, (int)filter.QualityOfServiceLevel, options, list.Handle);
            session.ThrowIfFailed(result, "subscribe");
            session.AwaitSubscribe(mid, this);
        }
        finally
        {
            list.Dispose();
        }
    }

    public override void Fail(Exception exception) => Result.TrySetException(exception);
}
