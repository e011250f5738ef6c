namespace Edge.Cloud.Ingest;

/// <summary>A message of the broker that was not acknowledged yet.</summary>
/// <param name="Topic">Where it was published.</param>
/// <param name="Payload">Its bytes, ours to keep.</param>
/// <param name="Acknowledge">Lets the broker forget it. Never throws: where the connection is gone, the broker has given up already.</param>
internal sealed record Delivery(string Topic, ReadOnlyMemory<byte> Payload, Func<Task> Acknowledge);
