namespace Edge.Agent.Outbox;

/// <summary>
/// How many messages of each kind were lost, ever, and how many of these the file does not count yet.
/// Pure bookkeeping: no clock, no disk, no lock (its owner locks).
/// </summary>
internal sealed class LossCounts
{
    private readonly long[] _total = new long[Enum.GetValues<OutboxKind>().Length];
    private readonly long[] _unsaved = new long[Enum.GetValues<OutboxKind>().Length];

    public bool HasUnsaved => Array.Exists(_unsaved, static count => count > 0);

    public long Total(OutboxKind kind) => _total[(int)kind];

    /// <summary>A message was lost that the file knows nothing of.</summary>
    public void Add(OutboxKind kind)
    {
        _total[(int)kind]++;
        _unsaved[(int)kind]++;
    }

    /// <summary>Messages were lost that the file has counted already.</summary>
    public void AddSaved(IReadOnlyList<OutboxLoss> losses)
    {
        foreach (OutboxLoss loss in losses)
            _total[(int)loss.Kind] += loss.Messages;
    }

    /// <summary>The file was opened: what it counts replaces what was known of it.</summary>
    public void Loaded(long[] losses)
    {
        for (int kind = 0; kind < _total.Length; kind++)
            _total[kind] = losses[kind] + _unsaved[kind];
    }

    /// <summary>What the file does not count yet.</summary>
    public List<OutboxLoss> Unsaved()
    {
        var losses = new List<OutboxLoss>();
        for (int kind = 0; kind < _unsaved.Length; kind++)
        {
            if (_unsaved[kind] > 0)
                losses.Add(new OutboxLoss((OutboxKind)kind, _unsaved[kind], OutboxLossReason.Memory));
        }

        return losses;
    }

    /// <summary>The file counts these now.</summary>
    public void Saved(IReadOnlyList<OutboxLoss> losses)
    {
        foreach (OutboxLoss loss in losses)
            _unsaved[(int)loss.Kind] -= loss.Messages;
    }
}
