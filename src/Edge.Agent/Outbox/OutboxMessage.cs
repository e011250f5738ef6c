namespace Edge.Agent.Outbox;

/// <summary>One message that must arrive.</summary>
/// <param name="Id">UUIDv7; receivers drop duplicates by it.</param>
/// <param name="Stream">Messages of one stream arrive in order: the camera's id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Topic">Full MQTT topic.</param>
/// <param name="Payload">Exact bytes.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record OutboxMessage(Guid Id, string Stream, OutboxKind Kind, string Topic, ReadOnlyMemory<byte> Payload, DateTimeOffset CreatedAt)
{
    /// <summary>Recorded sources that resume: the sequence number of the frame that caused it; committed with it, and where a restart goes on. Null otherwise.</summary>
    public long? SourcePosition { get; init; }
}
