namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>Who hears what a connection receives. Calls come one at a time, on the connection's reading loop; none may block.</summary>
internal interface IMqttReceiver
{
    /// <summary>A message. With QoS 1 the connection has it acknowledged when this returns.</summary>
    void OnPublish(in MqttPublish message);

    /// <summary>The broker answered one of ours; under 128 it took it, 16 says that nobody heard it (MQTT 5 section 3.4.2.1).</summary>
    void OnPublished(ushort packetId, byte reason);

    /// <summary>The broker answered a subscription: one reason code a filter, 128 and more are refusals.</summary>
    void OnSubscribed(ushort packetId, ReadOnlySpan<byte> reasons);
}
