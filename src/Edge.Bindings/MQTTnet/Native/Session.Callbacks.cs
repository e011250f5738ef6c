using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <content>What libmosquitto calls. No exception may leave: each ends the session instead.</content>
internal sealed unsafe partial class Session
{
    private static readonly IReadOnlyCollection<MqttUserProperty> NoUserProperties = [];

    private void SetCallbacks()
    {
        mosquitto_connect_v5_callback_set(Handle, &OnConnect);
        mosquitto_disconnect_v5_callback_set(Handle, &OnDisconnect);
        mosquitto_publish_v5_callback_set(Handle, &OnPublish);
        mosquitto_message_v5_callback_set(Handle, &OnMessage);
        mosquitto_subscribe_v5_callback_set(Handle, &OnSubscribe);
        mosquitto_log_callback_set(Handle, &OnLog);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnConnect(IntPtr mosq, IntPtr self, int reason, int flags, IntPtr properties)
    {
        Session session = From(self);
        try
        {
            session._tlsFiles?.Dispose();
            session._connected.TrySetResult(new MqttClientConnectResult
            {
                ResultCode = (MqttClientConnectResultCode)reason,
                IsSessionPresent = (flags & 1) != 0,
                AssignedClientIdentifier = PropertyList.ReadString(properties, PropertyId.AssignedClientIdentifier),
                MaximumPacketSize = PropertyList.ReadInt32(properties, PropertyId.MaximumPacketSize) ?? 0, // As MQTTnet: 0 where the broker names none.
                MaximumQoS = (MqttQualityOfServiceLevel)(PropertyList.ReadByte(properties, PropertyId.MaximumQoS) ?? 2),
                ReasonString = PropertyList.ReadString(properties, PropertyId.ReasonString),
                ReceiveMaximum = PropertyList.ReadInt16(properties, PropertyId.ReceiveMaximum) ?? 0,
                RetainAvailable = PropertyList.ReadByte(properties, PropertyId.RetainAvailable) != 0,
                ServerKeepAlive = PropertyList.ReadInt16(properties, PropertyId.ServerKeepAlive) ?? 0,
                ServerReference = PropertyList.ReadString(properties, PropertyId.ServerReference),
                SessionExpiryInterval = PropertyList.ReadInt32(properties, PropertyId.SessionExpiryInterval) ?? 0,
                UserProperties = PropertyList.ReadUserProperties(properties),
            });
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnect(IntPtr mosq, IntPtr self, int reason, IntPtr properties)
    {
        Session session = From(self);
        try
        {
            // Under 128 it is libmosquitto's own error number (0 is our own DISCONNECT, written); from 128 the broker's reason code.
            session._end ??= reason < 128
                ? session.Lost(reason, Marshal.GetLastSystemError())
                : new SessionEnd(
                    null,
                    (MqttDisconnectReasonCode)reason,
                    PropertyList.ReadString(properties, PropertyId.ReasonString),
                    PropertyList.ReadUserProperties(properties));
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPublish(IntPtr mosq, IntPtr self, int mid, int reason, IntPtr properties)
    {
        Session session = From(self);
        try
        {
            var result = new MqttClientPublishResult(
                (ushort)mid,
                (MqttClientPublishReasonCode)reason,
                PropertyList.ReadString(properties, PropertyId.ReasonString),
                (IReadOnlyCollection<MqttUserProperty>)PropertyList.ReadUserProperties(properties) ?? NoUserProperties);
            if (session._publishes.Remove(mid, out PublishCommand command))
                command.Result.TrySetResult(result);
            else
                session._early[mid] = result;
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(IntPtr mosq, IntPtr self, Message* message, IntPtr properties)
    {
        Session session = From(self);
        try
        {
            byte[] payload = new ReadOnlySpan<byte>(message->Payload, message->PayloadLength).ToArray();
            session._onMessage(
                session,
                new MqttApplicationMessage
                {
                    Topic = Marshal.PtrToStringUTF8((IntPtr)message->Topic),
                    Payload = new ReadOnlySequence<byte>(payload),
                    QualityOfServiceLevel = (MqttQualityOfServiceLevel)message->Qos,
                    Retain = message->Retain != 0,
                    ContentType = PropertyList.ReadString(properties, PropertyId.ContentType),
                    ResponseTopic = PropertyList.ReadString(properties, PropertyId.ResponseTopic),
                    CorrelationData = PropertyList.ReadBinary(properties, PropertyId.CorrelationData),
                    MessageExpiryInterval = PropertyList.ReadInt32(properties, PropertyId.MessageExpiryInterval) ?? 0,
                    PayloadFormatIndicator = (MqttPayloadFormatIndicator)(PropertyList.ReadByte(properties, PropertyId.PayloadFormatIndicator) ?? 0),
                    UserProperties = PropertyList.ReadUserProperties(properties),
                },
                (ushort)message->Mid);
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSubscribe(IntPtr mosq, IntPtr self, int mid, int count, int* codes, IntPtr properties)
    {
        Session session = From(self);
        try
        {
            if (session._subscribes.Remove(mid, out SubscribeCommand command))
            {
                var code = count > 0 ? (MqttClientSubscribeResultCode)codes[0] : MqttClientSubscribeResultCode.UnspecifiedError;
                command.Result.TrySetResult(((ushort)mid, code, PropertyList.ReadString(properties, PropertyId.ReasonString)));
            }
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(IntPtr mosq, IntPtr self, int level, byte* text)
    {
        if (level != MosquittoError.LogError)
            return;
        Session session = From(self);
        try
        {
            // The first error line names the cause; later ones are consequences.
            if (session._lastError.Length == 0)
                session._lastError = Marshal.PtrToStringUTF8((IntPtr)text) ?? "";
        }
        catch (Exception exception)
        {
            session.Fault(exception);
        }
    }

    private static Session From(IntPtr self) => (Session)GCHandle.FromIntPtr(self).Target;

    private void Fault(Exception exception) => _end ??= new SessionEnd(exception, null, null, null);
}
