namespace MQTTnet;

/// <summary>Makes clients and builders.</summary>
public class MqttClientFactory
{
    public MqttApplicationMessageBuilder CreateApplicationMessageBuilder() => new();

    public MqttClientOptionsBuilder CreateClientOptionsBuilder() => new();

    public MqttClientSubscribeOptionsBuilder CreateSubscribeOptionsBuilder() => new();

    public IMqttClient CreateMqttClient() => new MqttClient();
}
