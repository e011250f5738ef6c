using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Messaging;

/// <summary>The outbox's contract without its disk.</summary>
internal sealed class MemoryOutbox : IOutbox
{
    private readonly Lock _gate = new();
    private readonly List<OutboxMessage> _messages = [];
    private readonly HashSet<Guid> _inFlight = [];
    private readonly SemaphoreSlim _available = new(0);

    public List<Guid> Completed { get; } = [];

    public long Depth
    {
        get
        {
            lock (_gate)
                return _messages.Count;
        }
    }

    public OutboxMessage Add(string stream, string topic, string payload, int padding = 0)
    {
        var message = new OutboxMessage(Guid.CreateVersion7(), stream, OutboxKind.Alert, topic, Encoding.UTF8.GetBytes(payload + new string(' ', padding)), DateTimeOffset.UnixEpoch);
        Commit(message);
        return message;
    }

    public ValueTask CommitAsync(OutboxMessage message)
    {
        Commit(message);
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<OutboxMessage>> TakeAsync(int maximum, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            List<OutboxMessage> taken = [.. _messages.Where(m => !_inFlight.Contains(m.Id)).Take(maximum)];
            taken.ForEach(m => _inFlight.Add(m.Id));
            return ValueTask.FromResult<IReadOnlyList<OutboxMessage>>(taken);
        }
    }

    public async ValueTask WaitAsync(CancellationToken cancellationToken) => await _available.WaitAsync(cancellationToken);

    public ValueTask CompleteAsync(Guid id)
    {
        lock (_gate)
        {
            if (_messages.RemoveAll(m => m.Id == id) > 0)
                Completed.Add(id);
            _inFlight.Remove(id);
        }

        return ValueTask.CompletedTask;
    }

    public void ReleaseInFlight()
    {
        lock (_gate)
            _inFlight.Clear();
    }

    private void Commit(OutboxMessage message)
    {
        lock (_gate)
            _messages.Add(message);
        _available.Release();
    }

    public long? LastPosition(string stream) => null;

    public long Lost(OutboxKind kind) => 0;
}
