namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>A received PUBLISH (MQTT 5 section 3.3).</summary>
/// <param name="Topic">Where.</param>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="Retained">An old message that the broker kept.</param>
/// <param name="Payload">What; valid only within the call.</param>
internal readonly record struct MqttPublish(string Topic, ushort PacketId, bool Retained, ReadOnlyMemory<byte> Payload);
