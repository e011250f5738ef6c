namespace MQTTnet;

/// <summary>Gives the user name and password of each connection.</summary>
public interface IMqttClientCredentialsProvider
{
    byte[] GetPassword(MqttClientOptions clientOptions);

    string GetUserName(MqttClientOptions clientOptions);
}
