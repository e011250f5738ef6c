namespace MQTTnet;

/// <summary>How the broker is reached.</summary>
public interface IMqttClientChannelOptions
{
    MqttClientTlsOptions TlsOptions { get; }
}
