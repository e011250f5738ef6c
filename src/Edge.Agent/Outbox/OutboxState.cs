namespace Edge.Agent.Outbox;

/// <summary>
/// What the outbox knows in memory: what waits, what is in flight, what was delivered, what was lost. No disk and no clock of its own.
/// Thread safe: every member holds one lock for a few list operations; nobody waits on the disk inside it.
/// </summary>
internal sealed class OutboxState(BudgetPolicy budget)
{
    private const int MostWaiting = 4096;
    private const long MostWaitingBytes = 16L << 20;
    private const int MostInBatch = 256;
    private const int MostReceiptsInBatch = 1024;

    private readonly Lock _gate = new();
    private readonly WaitingRoom _waiting = new(MostWaiting, MostWaitingBytes);

    // Handed to the publisher and not delivered; true while in flight, false after a release.
    private readonly Dictionary<Guid, bool> _handedOut = [];
    private readonly HashSet<Guid> _delivered = [];

    private readonly SourcePositions _positions = new();
    private readonly LossCounts _lost = new();
    private TaskCompletionSource _available = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _oldestReceipt;
    private long _stored;
    private long _number;
    private long _cursor;
    private int _release;
    private string? _fault;

    public string? Fault
    {
        get { lock (_gate) return _fault; }
    }

    public (long Depth, int Waiting) Depth
    {
        get { lock (_gate) return (Math.Max(0, _stored - _delivered.Count) + _waiting.Count, _waiting.Count); }
    }

    /// <summary>Row behind which the next read starts, and the release that it belongs to.</summary>
    public (long Row, int Release) Cursor
    {
        get { lock (_gate) return (_cursor, _release); }
    }

    public Task Available
    {
        get { lock (_gate) return _available.Task; }
    }

    public long Lost(OutboxKind kind)
    {
        lock (_gate)
            return _lost.Total(kind);
    }

    public long? LastPosition(string stream)
    {
        lock (_gate)
            return _positions.Last(stream);
    }

    /// <summary>Takes a new message in.</summary>
    /// <returns>Its settling, and what was given up for it (counted already).</returns>
    public (Task Settled, IReadOnlyList<OutboxLoss> Losses) Add(OutboxMessage message)
    {
        var newcomer = new WaitingMessage(message);
        OutboxLossReason reason = newcomer.CostBytes > budget.MessageBytes ? OutboxLossReason.TooLarge : OutboxLossReason.Memory;
        IReadOnlyList<WaitingMessage> givenUp;
        lock (_gate)
        {
            newcomer.Number = ++_number;
            givenUp = reason == OutboxLossReason.TooLarge ? [newcomer] : _waiting.Add(newcomer);
            if (_fault is not null)
                _available.TrySetResult();
            foreach (WaitingMessage lost in givenUp)
                _lost.Add(lost.Message.Kind);
        }

        return (newcomer.Settled.Task, Tell(givenUp, reason));
    }

    /// <summary>Counts a message that came after the end.</summary>
    public void CountRefused(OutboxKind kind)
    {
        lock (_gate)
            _lost.Add(kind);
    }

    /// <summary>A receipt came.</summary>
    /// <returns>False where the message was never handed out: a receipt from nowhere deletes nothing.</returns>
    public bool Complete(Guid id, TimeSpan now)
    {
        WaitingMessage? waited;
        lock (_gate)
        {
            if (!_handedOut.Remove(id))
                return false;
            waited = _waiting.Complete(id);
            if (waited is null || waited.IsWriting)
            {
                if (_delivered.Count == 0)
                    _oldestReceipt = now;
                _delivered.Add(id);
            }

            if (waited is not null)
                _positions.Delivered(waited);
        }

        waited?.Settled.TrySetResult();
        return true;
    }

    public void ReleaseInFlight()
    {
        lock (_gate)
        {
            foreach (Guid id in _handedOut.Keys)
                _handedOut[id] = false;
            _waiting.ReleaseInFlight();
            _cursor = 0;
            _release++;
            _available.TrySetResult();
        }
    }

    /// <summary>What waits to be written, for the schedule.</summary>
    public (bool Arrivals, int Receipts, TimeSpan OldestReceipt) Work()
    {
        lock (_gate)
        {
            bool counters = _positions.Behind([], _waiting).Count > 0 || _lost.HasUnsaved;
            return (_waiting.Count > 0 || counters, _delivered.Count, _oldestReceipt);
        }
    }

    /// <summary>The next transaction.</summary>
    public (OutboxChange Change, List<WaitingMessage> Batch) BeginWrite()
    {
        lock (_gate)
        {
            List<WaitingMessage> batch = _waiting.BeginWrite(MostInBatch, budget.BatchBytes);
            var change = new OutboxChange(
                [.. batch.Select(static waiting => waiting.Message)],
                [.. _delivered.Take(MostReceiptsInBatch)],
                _lost.Unsaved(),
                _positions.Behind(batch, _waiting),
                _handedOut.Where(static entry => entry.Value).Select(static entry => entry.Key).ToHashSet());
            return (change, batch);
        }
    }

    /// <summary>The transaction is on disk.</summary>
    public void EndWrite(OutboxChange change, List<WaitingMessage> batch, long stored, IReadOnlyList<OutboxLoss> givenUp, TimeSpan now)
    {
        lock (_gate)
        {
            _waiting.EndWrite(batch);
            _stored = stored;
            _delivered.ExceptWith(change.Delivered);
            _oldestReceipt = now;
            _lost.Saved(change.Losses);
            _lost.AddSaved(givenUp);
            _positions.Saved(change.Positions);
            if (givenUp.Count > 0)
            {
                // Some released messages may be gone; a message still there is handed out again anyway.
                foreach (Guid released in _handedOut.Where(static entry => !entry.Value).Select(static entry => entry.Key).ToArray())
                    _handedOut.Remove(released);
            }

            if (change.Arrivals.Count > 0)
                _available.TrySetResult();
        }

        foreach (WaitingMessage message in batch)
            message.Settled.TrySetResult();
    }

    /// <summary>The transaction failed: everything stays as it was.</summary>
    public void AbortWrite(List<WaitingMessage> batch)
    {
        lock (_gate)
            WaitingRoom.AbortWrite(batch);
    }

    /// <summary>The disk takes no writes, for this reason; or takes them again (null).</summary>
    /// <returns>True where that is new.</returns>
    public bool SetFault(string? fault)
    {
        lock (_gate)
        {
            bool changed = (fault is null) != (_fault is null);
            _fault = fault;
            if (fault is not null && _waiting.Count > 0)
                _available.TrySetResult();
            return changed;
        }
    }

    /// <summary>The file was opened: what it holds replaces what was known of it.</summary>
    public void Opened(long stored, IReadOnlyDictionary<string, long> positions, long[] losses)
    {
        lock (_gate)
        {
            _stored = stored;
            _cursor = 0;
            _positions.Loaded(positions);
            _lost.Loaded(losses);
            if (stored > 0)
                _available.TrySetResult();
        }
    }

    /// <summary>Counts losses that the file has counted already.</summary>
    public void AddSavedLosses(IReadOnlyList<OutboxLoss> losses)
    {
        lock (_gate)
            _lost.AddSaved(losses);
    }

    /// <summary>Before a read: from here on, anything new sets <see cref="Available"/> again.</summary>
    public void BeginTake()
    {
        lock (_gate)
        {
            if (_available.Task.IsCompleted)
                _available = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The next read starts behind <paramref name="row"/>, unless a release came meanwhile.</summary>
    public void AdvanceCursor(long row, int release)
    {
        lock (_gate)
        {
            if (_release == release)
                _cursor = row;
        }
    }

    /// <summary>Whether a row is not for the publisher now.</summary>
    public bool IsTaken(Guid id)
    {
        lock (_gate)
            return _delivered.Contains(id) || (_handedOut.TryGetValue(id, out bool inFlight) && inFlight);
    }

    /// <summary>Marks what was read as in flight, and fills up from memory while the disk takes no writes.</summary>
    public void EndTake(List<OutboxMessage> messages, int most, bool fromMemory)
    {
        lock (_gate)
        {
            if (_fault is not null && (fromMemory || _stored == 0) && messages.Count < most)
                messages.AddRange(_waiting.TakeFromMemory(most - messages.Count));
            foreach (OutboxMessage message in messages)
                _handedOut[message.Id] = true;
            if (messages.Count == most)
                _available.TrySetResult();
        }
    }

    /// <summary>The end: what still waits is lost.</summary>
    public IReadOnlyList<OutboxLoss> Abandon()
    {
        List<WaitingMessage> left;
        lock (_gate)
        {
            left = _waiting.Clear();
            foreach (WaitingMessage message in left)
                _lost.Add(message.Message.Kind);
            _available.TrySetResult();
        }

        return Tell(left, OutboxLossReason.Shutdown);
    }

    private static IReadOnlyList<OutboxLoss> Tell(IReadOnlyList<WaitingMessage> givenUp, OutboxLossReason reason)
    {
        if (givenUp.Count == 0)
            return [];
        var tally = new LossTally(reason);
        foreach (WaitingMessage message in givenUp)
        {
            tally.Add(message.Message.Kind);
            message.Settled.TrySetResult();
        }

        return tally.Losses;
    }
}
