using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet.Exceptions;

/// <summary>The broker sent DISCONNECT while a request waited for its answer.</summary>
public sealed class MqttClientUnexpectedDisconnectReceivedException : MqttCommunicationException
{
    internal MqttClientUnexpectedDisconnectReceivedException(MqttDisconnectReasonCode reasonCode, string reasonString, List<MqttUserProperty> userProperties)
        : base($"Unexpected DISCONNECT (Reason code={reasonCode}) received.")
    {
        ReasonCode = reasonCode;
        ReasonString = reasonString;
        UserProperties = userProperties;
    }

    public MqttDisconnectReasonCode? ReasonCode { get; }

    public string ReasonString { get; }

    public List<MqttUserProperty> UserProperties { get; }
}
