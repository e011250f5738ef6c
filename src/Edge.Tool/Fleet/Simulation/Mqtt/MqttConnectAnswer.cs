namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>CONNACK (MQTT 5 section 3.2).</summary>
/// <param name="SessionPresent">The broker still knew the session.</param>
/// <param name="Reason">0 is accepted; 128 and more are refusals.</param>
/// <param name="ReceiveMaximum">QoS 1 messages that the broker takes unacknowledged.</param>
internal readonly record struct MqttConnectAnswer(bool SessionPresent, byte Reason, ushort ReceiveMaximum);
