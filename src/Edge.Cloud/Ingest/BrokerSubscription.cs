using MQTTnet.Protocol;

namespace Edge.Cloud.Ingest;

/// <summary>A filter with QoS 1.</summary>
/// <param name="Filter">Topic filter; <c>$share/…</c> shares its messages among instances.</param>
/// <param name="Retained">Whether old messages are sent too; a shared one never gets any (MQTT 5 section 4.8.2).</param>
internal sealed record BrokerSubscription(string Filter, MqttRetainHandling Retained = MqttRetainHandling.DoNotSendOnSubscribe);
