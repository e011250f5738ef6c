namespace Edge.Agent.Outbox;

/// <summary>
/// The messages that are not yet on disk, oldest first, within a bound. Pure bookkeeping: no clock, no disk, no lock (its owner locks).
/// When the bound is hit, the oldest message of the least important kind is given up, the newcomer included in the choice.
/// A channel would not do: it can drop its oldest or its newest, not its least important.
/// </summary>
internal sealed class WaitingRoom(int maximumMessages, long maximumBytes)
{
    private readonly List<WaitingMessage> _messages = [];
    private long _bytes;

    public int Count => _messages.Count;

    /// <summary>Adds a message, behind all others.</summary>
    /// <returns>What was given up for it, maybe itself.</returns>
    public IReadOnlyList<WaitingMessage> Add(WaitingMessage newcomer)
    {
        List<WaitingMessage>? givenUp = null;
        _messages.Add(newcomer);
        _bytes += newcomer.CostBytes;
        while (_messages.Count > maximumMessages || _bytes > maximumBytes)
        {
            WaitingMessage? least = LeastImportant();
            if (least is null)
                break;
            Remove(least);
            (givenUp ??= []).Add(least);
        }

        return givenUp ?? (IReadOnlyList<WaitingMessage>)[];
    }

    /// <summary>The oldest messages for the next transaction, marked as being written; at least one where there is any.</summary>
    public List<WaitingMessage> BeginWrite(int mostMessages, long mostBytes)
    {
        var batch = new List<WaitingMessage>();
        long bytes = 0;
        foreach (WaitingMessage message in _messages)
        {
            if (batch.Count == mostMessages || (batch.Count > 0 && bytes + message.CostBytes > mostBytes))
                break;
            message.IsWriting = true;
            bytes += message.CostBytes;
            batch.Add(message);
        }

        return batch;
    }

    /// <summary>The batch is on disk (or was given up there): it waits no longer.</summary>
    public void EndWrite(List<WaitingMessage> batch)
    {
        foreach (WaitingMessage message in batch)
            message.IsWriting = false;
        // A batch is a prefix, except for messages that were delivered from memory meanwhile.
        var written = new HashSet<WaitingMessage>(batch);
        _bytes -= _messages.Where(written.Contains).Sum(static message => message.CostBytes);
        _messages.RemoveAll(written.Contains);
    }

    /// <summary>The batch could not be written: it waits on, where it was.</summary>
    public static void AbortWrite(List<WaitingMessage> batch)
    {
        foreach (WaitingMessage message in batch)
            message.IsWriting = false;
    }

    /// <summary>Messages for the publisher, oldest first, marked as in flight.</summary>
    public IEnumerable<OutboxMessage> TakeFromMemory(int most)
    {
        foreach (WaitingMessage message in _messages)
        {
            if (most == 0)
                yield break;
            if (message.IsInFlight)
                continue;
            message.IsInFlight = true;
            most--;
            yield return message.Message;
        }
    }

    /// <summary>Nothing is in flight any more.</summary>
    public void ReleaseInFlight()
    {
        foreach (WaitingMessage message in _messages)
            message.IsInFlight = false;
    }

    /// <summary>Takes out a message that was delivered from memory; null where it does not wait here.</summary>
    public WaitingMessage? Complete(Guid id)
    {
        WaitingMessage? message = _messages.Find(message => message.Message.Id == id);
        if (message is not null)
            Remove(message);
        return message;
    }

    /// <summary>Whether a message of the stream that comes before <paramref name="number"/> is neither on disk nor being written.</summary>
    public bool HasUnwrittenBefore(string stream, long number) =>
        _messages.Exists(message => !message.IsWriting && message.Number < number && message.Message.Stream == stream);

    /// <summary>Takes everything out.</summary>
    public List<WaitingMessage> Clear()
    {
        List<WaitingMessage> all = [.. _messages];
        _messages.Clear();
        _bytes = 0;
        return all;
    }

    private WaitingMessage? LeastImportant()
    {
        WaitingMessage? least = null;
        foreach (WaitingMessage message in _messages)
        {
            if (!message.IsWriting && !message.IsInFlight && (least is null || message.Message.Kind < least.Message.Kind))
                least = message;
        }

        return least;
    }

    private void Remove(WaitingMessage message)
    {
        _messages.Remove(message);
        _bytes -= message.CostBytes;
    }
}
