using MQTTnet.Packets;

namespace MQTTnet;

/// <summary>Subscriptions to make.</summary>
/// <remarks>libmosquitto gives one set of options to a SUBSCRIBE packet, so each filter travels in its own.</remarks>
public sealed class MqttClientSubscribeOptions
{
    public List<MqttTopicFilter> TopicFilters { get; set; } = [];

    public List<MqttUserProperty> UserProperties { get; set; }
}
