namespace MQTTnet.Exceptions;

/// <summary>The connection ended before the broker answered a request.</summary>
public sealed class MqttClientDisconnectedException : MqttCommunicationException
{
    public MqttClientDisconnectedException(Exception innerException)
        : base("The MQTT client is disconnected.", innerException)
    {
    }
}
