using MQTTnet.Exceptions;

namespace MQTTnet.Adapter;

/// <summary>The network connection stood, but no CONNACK came on it.</summary>
public sealed class MqttConnectingFailedException : MqttCommunicationException
{
    public MqttConnectingFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
