using Edge.Agent.Configuration;
using Edge.Agent.Messaging;
using Edge.Testing.Brokers;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Agent.Tests.Messaging;

/// <summary>Somebody else at the same broker.</summary>
internal static class TestPeer
{
    public static async Task<IMqttClient> ConnectAsync(MosquittoBroker broker)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).Build());
        return client;
    }

    /// <summary>With a certificate of the broker's authority.</summary>
    public static async Task<IMqttClient> ConnectAsync(MosquittoBroker broker, TestAuthority authority, string name)
    {
        (string certificate, string key) = authority.Issue(broker.Folder, name, [name], forClient: true);
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port);
        BrokerClientOptions.ApplyAccess(options, new MqttSettings { Tls = new MqttTlsSettings { CaFile = broker.CaFile, CertificateFile = certificate, KeyFile = key } });
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(options.Build());
        return client;
    }

    public static Task PublishAsync(IMqttClient client, string topic, byte[] payload, string? responseTopic = null, byte[]? correlation = null, bool retain = false)
    {
        MqttApplicationMessageBuilder builder = new MqttApplicationMessageBuilder()
            .WithTopic(topic).WithPayload(payload).WithRetainFlag(retain).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (responseTopic is not null)
            builder.WithResponseTopic(responseTopic);
        if (correlation is not null)
            builder.WithCorrelationData(correlation);
        return client.PublishAsync(builder.Build());
    }
}
