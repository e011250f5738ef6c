namespace Edge.Agent.Outbox;

/// <summary>Where a source stands.</summary>
/// <param name="Number">Place of the message that came with it, in the order of all messages, from 1; 0 is none of this run.</param>
/// <param name="Position">The source's own position.</param>
internal readonly record struct SourcePlace(long Number, long Position);
