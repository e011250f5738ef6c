using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Agent.Messaging;

/// <summary>What became of a publish, and why.</summary>
/// <param name="Kind">What happens to the message next.</param>
/// <param name="Reason">For people; empty when delivered.</param>
/// <param name="IsBlamed">The broker ended the connection over something that was in flight, perhaps this.</param>
/// <param name="IsUnheard">The broker has it and has nobody to give it to.</param>
public readonly record struct PublishOutcome(DeliveryOutcome Kind, string Reason = "", bool IsBlamed = false, bool IsUnheard = false)
{
    /// <summary>Judges a PUBACK (MQTT 5 section 3.4.2.1).</summary>
    public static PublishOutcome Of(MqttClientPublishReasonCode code) => code switch
    {
        MqttClientPublishReasonCode.Success => new PublishOutcome(DeliveryOutcome.Delivered),
        MqttClientPublishReasonCode.NoMatchingSubscribers => new PublishOutcome(DeliveryOutcome.Delivered, code.ToString(), IsUnheard: true),
        // The message itself, or what we may do, must change first.
        MqttClientPublishReasonCode.NotAuthorized or MqttClientPublishReasonCode.TopicNameInvalid or MqttClientPublishReasonCode.PayloadFormatInvalid =>
            new PublishOutcome(DeliveryOutcome.Permanent, code.ToString()),
        _ => new PublishOutcome(DeliveryOutcome.Temporary, code.ToString()),
    };

    /// <summary>Judges the end of the connection while a publish waited.</summary>
    public static PublishOutcome Of(MqttCommunicationException exception) =>
        new(
            DeliveryOutcome.Lost,
            exception.Message,
            exception is MqttClientUnexpectedDisconnectReceivedException
            {
                ReasonCode: MqttDisconnectReasonCode.PacketTooLarge or MqttDisconnectReasonCode.PayloadFormatInvalid or MqttDisconnectReasonCode.TopicNameInvalid
                    or MqttDisconnectReasonCode.MalformedPacket or MqttDisconnectReasonCode.ProtocolError or MqttDisconnectReasonCode.NotAuthorized
                    or MqttDisconnectReasonCode.RetainNotSupported or MqttDisconnectReasonCode.QoSNotSupported,
            });
}
