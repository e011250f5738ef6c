namespace Edge.Agent.Outbox;

/// <summary>Adds up messages given up for one reason.</summary>
internal sealed class LossTally(OutboxLossReason reason)
{
    private readonly SortedDictionary<OutboxKind, long> _messages = [];

    public IReadOnlyList<OutboxLoss> Losses => [.. _messages.Select(entry => new OutboxLoss(entry.Key, entry.Value, reason))];

    public void Add(OutboxKind kind, long messages = 1)
    {
        if (messages > 0)
            _messages[kind] = _messages.GetValueOrDefault(kind) + messages;
    }
}
