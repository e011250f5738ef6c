namespace MQTTnet.Exceptions;

/// <summary>A value that MQTT does not allow.</summary>
public class MqttProtocolViolationException(string message) : Exception(message)
{
}
