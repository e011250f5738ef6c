using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Pipeline;

/// <summary>Remembers what was committed, in order.</summary>
internal sealed class RecordingOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly List<OutboxMessage> _messages = [];

    public IReadOnlyList<OutboxMessage> Messages
    {
        get
        {
            lock (_gate)
                return [.. _messages];
        }
    }

    public long Depth => Messages.Count;

    public ValueTask CommitAsync(OutboxMessage message)
    {
        lock (_gate)
            _messages.Add(message);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<OutboxMessage>>([]);

    public ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask CompleteAsync(Guid id) => ValueTask.CompletedTask;

    public void ReleaseInFlight()
    {
    }

    public long? LastPosition(string stream) => Messages.LastOrDefault(message => message.Stream == stream && message.SourcePosition is not null)?.SourcePosition;

    /// <summary>As if a crash had come before this message was on disk.</summary>
    public void Forget(Guid id)
    {
        lock (_gate)
            Assert.Equal(1, _messages.RemoveAll(message => message.Id == id));
    }

    public long Lost(OutboxKind kind) => 0;
}
