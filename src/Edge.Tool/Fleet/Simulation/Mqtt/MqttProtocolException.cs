namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>The broker sent what MQTT 5 does not allow, or what this client did not ask for.</summary>
internal sealed class MqttProtocolException(string message) : Exception(message);
