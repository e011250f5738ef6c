using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet;

/// <summary>How to connect.</summary>
public sealed class MqttClientOptions
{
    public IMqttClientChannelOptions ChannelOptions { get; set; }

    public bool CleanSession { get; set; } = true;

    public string ClientId { get; set; } = Guid.NewGuid().ToString("N");

    public IMqttClientCredentialsProvider Credentials { get; set; }

    public TimeSpan KeepAlivePeriod { get; set; } = TimeSpan.FromSeconds(15);

    public uint MaximumPacketSize { get; set; }

    public MqttProtocolVersion ProtocolVersion { get; set; } = MqttProtocolVersion.V500;

    public ushort ReceiveMaximum { get; set; }

    public uint SessionExpiryInterval { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    public List<MqttUserProperty> UserProperties { get; set; }

    public string WillContentType { get; set; }

    public byte[] WillCorrelationData { get; set; }

    public uint WillDelayInterval { get; set; }

    public uint WillMessageExpiryInterval { get; set; }

    public byte[] WillPayload { get; set; }

    public MqttPayloadFormatIndicator WillPayloadFormatIndicator { get; set; } = MqttPayloadFormatIndicator.Unspecified;

    public MqttQualityOfServiceLevel WillQualityOfServiceLevel { get; set; }

    public string WillResponseTopic { get; set; }

    public bool WillRetain { get; set; }

    public string WillTopic { get; set; }

    public List<MqttUserProperty> WillUserProperties { get; set; }
}
