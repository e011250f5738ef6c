namespace Edge.Agent.Messaging;

/// <summary>A message from the broker. Nothing in it is trusted.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Payload">Bytes, owned by the receiver.</param>
/// <param name="IsRetained">It lay at the broker before we subscribed.</param>
/// <param name="ResponseTopic">Where an answer should go; null is not said.</param>
/// <param name="CorrelationData">To copy into the answer; null is none.</param>
public sealed record InboundMessage(string Topic, ReadOnlyMemory<byte> Payload, bool IsRetained, string? ResponseTopic, byte[]? CorrelationData);
