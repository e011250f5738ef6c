using Edge.Agent.Outbox;

namespace Edge.Agent.Bench;

/// <summary>The real outbox, with a count of the alerts that go in: frames that raise, update or end one are counted apart.</summary>
internal sealed class CommitCounter(IOutbox outbox) : IOutbox
{
    private long _alerts;

    /// <summary>Messages of alerts so far.</summary>
    public long Alerts => Interlocked.Read(ref _alerts);

    public long Depth => outbox.Depth;

    public ValueTask CommitAsync(OutboxMessage message)
    {
        if (message.Kind == OutboxKind.Alert)
            Interlocked.Increment(ref _alerts);
        return outbox.CommitAsync(message);
    }

    public ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken) => outbox.TakeAsync(maximum, cancellationToken);

    public ValueTask WaitAsync(CancellationToken cancellationToken) => outbox.WaitAsync(cancellationToken);

    public ValueTask CompleteAsync(Guid id) => outbox.CompleteAsync(id);

    public void ReleaseInFlight() => outbox.ReleaseInFlight();

    public long? LastPosition(string stream) => outbox.LastPosition(stream);

    public long Lost(OutboxKind kind) => outbox.Lost(kind);
}
