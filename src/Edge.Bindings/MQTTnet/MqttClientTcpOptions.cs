using System.Net;

namespace MQTTnet;

/// <summary>The broker's TCP address.</summary>
public sealed class MqttClientTcpOptions : IMqttClientChannelOptions
{
    public EndPoint RemoteEndpoint { get; set; }

    public MqttClientTlsOptions TlsOptions { get; set; } = new();

    public override string ToString() => RemoteEndpoint?.ToString() ?? string.Empty;
}
