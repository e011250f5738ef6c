using Edge.Agent.Outbox;

namespace Edge.Agent.Messaging;

/// <summary>
/// Which outbox message may be sent now. Pure: told what happened and what time it is; the loop does the rest. Not thread safe.
/// One message of a stream is on its way at a time: a broker may refuse one and take the next,
/// and then only waiting for each answer keeps a stream in order. Streams do not wait for each other.
/// </summary>
/// <param name="capacity">Most messages held, 1 or more.</param>
/// <param name="resendAfter">With receipts: how long to wait for one before sending again; null where the broker's answer is the receipt.</param>
internal sealed class PublishWindow(int capacity, TimeSpan? resendAfter)
{
    private readonly Dictionary<Guid, Entry> _entries = [];
    private readonly Dictionary<string, Stream> _streams = [];

    /// <summary>How many more messages it takes.</summary>
    public int Room => capacity - _entries.Count;

    /// <summary>Messages held.</summary>
    public int Count => _entries.Count;

    /// <summary>Messages on their way to the broker.</summary>
    public int Sending { get; private set; }

    /// <summary>Takes a message in, behind those of its stream. A message that it holds already is left as it is.</summary>
    public void Add(OutboxMessage message)
    {
        if (!_streams.TryGetValue(message.Stream, out Stream? stream))
            _streams[message.Stream] = stream = new Stream();
        var entry = new Entry(message, stream);
        if (_entries.TryAdd(message.Id, entry))
            stream.Waiting.AddLast(entry);
    }

    /// <summary>The next message to send, now on its way; null when none may be sent now.</summary>
    /// <param name="now">Monotonic.</param>
    /// <param name="isResend">It was sent before on this connection.</param>
    public OutboxMessage? Next(TimeSpan now, out bool isResend)
    {
        isResend = false;
        foreach (Stream stream in _streams.Values)
        {
            if (stream.Current is not null || now < stream.NotBefore)
                continue;
            LinkedList<Entry> from = IsResendDue(stream, now) ? stream.Unreceipted : stream.Waiting;
            if (from.First is not { } first)
                continue;
            from.RemoveFirst();
            stream.Current = first.Value;
            isResend = ReferenceEquals(from, stream.Unreceipted);
            Sending++;
            return first.Value.Message;
        }

        return null;
    }

    /// <summary>The broker has it.</summary>
    /// <returns>True when that is all that is needed; false when a receipt must follow, or it is not held.</returns>
    public bool Delivered(Guid id, TimeSpan now)
    {
        if (!Stop(id, out Entry? entry))
            return false;
        if (resendAfter is null)
        {
            Forget(entry);
            return true;
        }

        if (entry.IsReceipted)
        {
            Forget(entry); // Its receipt overtook the broker's answer.
            return false;
        }

        entry.SentAt = now;
        entry.Stream.Unreceipted.AddLast(entry);
        return false;
    }

    /// <summary>A receipt came.</summary>
    /// <returns>Whether the message was held.</returns>
    public bool Receipted(Guid id)
    {
        if (!_entries.TryGetValue(id, out Entry? entry))
            return false;
        if (entry.Stream.Current == entry)
        {
            entry.IsReceipted = true; // Still on its way: its stream waits for the broker's answer.
            return true;
        }

        if (!entry.Stream.Unreceipted.Remove(entry))
            entry.Stream.Waiting.Remove(entry);
        Forget(entry);
        return true;
    }

    /// <summary>The broker refused it for now: its stream waits until <paramref name="notBefore"/>, then it goes first.</summary>
    public void Refused(Guid id, TimeSpan notBefore)
    {
        if (!Stop(id, out Entry? entry))
            return;
        entry.Stream.Waiting.AddFirst(entry);
        entry.Stream.NotBefore = notBefore;
    }

    /// <summary>Sets a message aside, so that its stream goes on. The outbox still has it.</summary>
    public void Park(Guid id)
    {
        if (Stop(id, out Entry? entry))
            Forget(entry);
    }

    /// <summary>The connection is gone: forgets everything.</summary>
    /// <returns>Ids that were sent and not settled.</returns>
    public IReadOnlyCollection<Guid> Clear()
    {
        Guid[] unsettled = [.. _entries.Values.Where(e => e.Stream.Current == e || e.SentAt is not null).Select(e => e.Message.Id)];
        _entries.Clear();
        _streams.Clear();
        Sending = 0;
        return unsettled;
    }

    private bool IsResendDue(Stream stream, TimeSpan now) =>
        resendAfter is { } after && stream.Unreceipted.First?.Value.SentAt is { } sentAt && now - sentAt >= after;

    private bool Stop(Guid id, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Entry? entry)
    {
        if (!_entries.TryGetValue(id, out entry) || entry.Stream.Current != entry)
            return false;
        entry.Stream.Current = null;
        Sending--;
        return true;
    }

    private void Forget(Entry entry)
    {
        _entries.Remove(entry.Message.Id);
        if (entry.Stream is { Current: null, Waiting.Count: 0, Unreceipted.Count: 0 })
            _streams.Remove(entry.Message.Stream);
    }

    private sealed class Stream
    {
        public LinkedList<Entry> Waiting { get; } = [];

        public LinkedList<Entry> Unreceipted { get; } = [];

        public Entry? Current { get; set; }

        public TimeSpan NotBefore { get; set; }
    }

    private sealed class Entry(OutboxMessage message, Stream stream)
    {
        public OutboxMessage Message { get; } = message;

        public Stream Stream { get; } = stream;

        public TimeSpan? SentAt { get; set; }

        public bool IsReceipted { get; set; }
    }
}
