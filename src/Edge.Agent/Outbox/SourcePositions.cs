namespace Edge.Agent.Outbox;

/// <summary>
/// Where each stream's source stands: on disk, and ahead of it for messages that were delivered from memory.
/// Pure bookkeeping: no clock, no disk, no lock (its owner locks).
/// </summary>
internal sealed class SourcePositions
{
    // With the place, in the order of all messages, of the message that each came with; 0 from an earlier run.
    private readonly Dictionary<string, SourcePlace> _saved = new(StringComparer.Ordinal);

    // Of messages delivered from memory.
    private readonly Dictionary<string, SourcePlace> _unsaved = new(StringComparer.Ordinal);

    /// <summary>The position on disk; null where the stream has none.</summary>
    public long? Last(string stream) => _saved.TryGetValue(stream, out SourcePlace place) ? place.Position : null;

    /// <summary>What the file holds, where this run has written nothing newer.</summary>
    public void Loaded(IReadOnlyDictionary<string, long> positions)
    {
        foreach ((string stream, long position) in positions)
            _saved.TryAdd(stream, new SourcePlace(0, position));
    }

    /// <summary>A message was delivered from memory: its position need not wait for its row.</summary>
    public void Delivered(WaitingMessage message)
    {
        if (message.Message is { SourcePosition: long position } delivered && _unsaved.GetValueOrDefault(delivered.Stream).Number < message.Number)
            _unsaved[delivered.Stream] = new SourcePlace(message.Number, position);
    }

    /// <summary>Where each stream's source stands once the batch is on disk: behind the last message that is then written or delivered, with none before it still in memory.</summary>
    public Dictionary<string, SourcePlace> Behind(IReadOnlyList<WaitingMessage> batch, WaitingRoom waiting)
    {
        var last = new Dictionary<string, SourcePlace>(StringComparer.Ordinal);
        foreach (WaitingMessage message in batch)
        {
            if (message.Message.SourcePosition is long position)
                last[message.Message.Stream] = new SourcePlace(message.Number, position);
        }

        foreach ((string stream, SourcePlace place) in _unsaved)
        {
            long before = Math.Max(last.GetValueOrDefault(stream).Number, _saved.GetValueOrDefault(stream).Number);
            if (before < place.Number && !waiting.HasUnwrittenBefore(stream, place.Number))
                last[stream] = place;
        }

        return last;
    }

    /// <summary>These are on disk.</summary>
    public void Saved(IReadOnlyDictionary<string, SourcePlace> positions)
    {
        foreach ((string stream, SourcePlace place) in positions)
        {
            _saved[stream] = place;
            if (_unsaved.TryGetValue(stream, out SourcePlace unsaved) && unsaved.Number <= place.Number)
                _unsaved.Remove(stream);
        }
    }
}
