namespace MQTTnet.Exceptions;

/// <summary>There was no connection to begin with.</summary>
public class MqttClientNotConnectedException : MqttCommunicationException
{
    public MqttClientNotConnectedException()
        : base("The MQTT client is not connected.")
    {
    }
}
