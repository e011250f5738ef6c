namespace MQTTnet;

/// <summary>A message came.</summary>
public sealed class MqttApplicationMessageReceivedEventArgs : EventArgs
{
    internal MqttApplicationMessageReceivedEventArgs(string clientId, MqttApplicationMessage applicationMessage, ushort packetIdentifier)
    {
        ClientId = clientId;
        ApplicationMessage = applicationMessage;
        PacketIdentifier = packetIdentifier;
    }

    public MqttApplicationMessage ApplicationMessage { get; }

    public string ClientId { get; }

    public ushort PacketIdentifier { get; }
}
