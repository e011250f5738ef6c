namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>A message to publish, in the order in which it was made.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Device">The device; empty for the node's own.</param>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">Encoded bytes.</param>
internal sealed record SparkplugMessage(SparkplugKind Kind, string Device, string Topic, byte[] Payload);
