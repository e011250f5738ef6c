namespace MQTTnet.Exceptions;

/// <summary>The token of a request was cancelled before the broker answered it.</summary>
public sealed class MqttCommunicationTimedOutException : MqttCommunicationException
{
    public MqttCommunicationTimedOutException()
        : base("The operation has timed out.")
    {
    }

    public MqttCommunicationTimedOutException(Exception innerException)
        : base("The operation has timed out.", innerException)
    {
    }
}
