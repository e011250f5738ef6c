using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace MQTTnet.Native;

/// <summary>How a session ended.</summary>
/// <param name="Exception">What broke; null when the client itself disconnected, or the broker said why.</param>
/// <param name="Reason">The broker's DISCONNECT; null when there was none.</param>
/// <param name="ReasonString">The broker's words.</param>
/// <param name="UserProperties">The broker's properties.</param>
internal sealed record SessionEnd(Exception Exception, MqttDisconnectReasonCode? Reason, string ReasonString, List<MqttUserProperty> UserProperties);
