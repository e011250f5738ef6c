using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet;

/// <summary>What the broker's CONNACK said.</summary>
public sealed class MqttClientConnectResult
{
    public string AssignedClientIdentifier { get; init; }

    public bool IsSessionPresent { get; init; }

    public uint? MaximumPacketSize { get; init; }

    public MqttQualityOfServiceLevel MaximumQoS { get; init; }

    public string ReasonString { get; init; }

    public ushort? ReceiveMaximum { get; init; }

    public MqttClientConnectResultCode ResultCode { get; init; }

    public bool RetainAvailable { get; init; }

    public ushort ServerKeepAlive { get; init; }

    public string ServerReference { get; init; }

    public uint? SessionExpiryInterval { get; init; }

    public List<MqttUserProperty> UserProperties { get; init; }
}
