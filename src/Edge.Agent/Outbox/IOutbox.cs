namespace Edge.Agent.Outbox;

/// <summary>
/// The durable queue between decisions and the network. Thread safe.
/// A message is on disk when <see cref="CommitAsync"/> completes, and only then is it handed out for publishing;
/// the one exception is a disk that takes no writes: then messages are handed out from memory rather than not at all.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Queues a message for the next commit and returns at once; never blocks the frame path on the disk.
    /// Order within a stream is the order of these calls.
    /// </summary>
    /// <returns>Completes when the message is committed, or was given up (counted, and told in the next telemetry).</returns>
    ValueTask CommitAsync(OutboxMessage message);

    /// <summary>The next messages to publish, oldest first, that are committed and not in flight; empty when there are none.</summary>
    ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken);

    /// <summary>Completes when there may be something to take.</summary>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>The receipt for a message arrived: it is deleted.</summary>
    ValueTask CompleteAsync(Guid id);

    /// <summary>Messages taken and not completed may be taken again (after a lost connection), in their old order.</summary>
    void ReleaseInFlight();

    /// <summary>The source position committed last for a stream; null where there is none.</summary>
    long? LastPosition(string stream);

    /// <summary>Messages stored, in flight included.</summary>
    long Depth { get; }

    /// <summary>Messages given up since the store was made, by kind; survives restarts where the disk allows.</summary>
    long Lost(OutboxKind kind);
}
