namespace Edge.Domain.Inspection.Line;

/// <summary>
/// Compares what was ejected with what the confirmation sensor saw. An edge belongs to the oldest ejection whose window holds it, else to the
/// oldest that is late; one that belongs to none is a wrong ejection, of the passed part whose fall it fits if there is one.
/// A window begins with the pulse and is counted from its end: while the belt stands in a pulse, nothing is late.
/// </summary>
internal sealed class ConfirmationWatch(ConfirmationWindow window, int capacity)
{
    private readonly Entry[] _entries = new Entry[capacity];
    private int _first;
    private int _count;

    /// <summary>When the next ejection will have been missed; <see cref="TimeSpan.MaxValue"/> for none.</summary>
    public TimeSpan Due
    {
        get
        {
            TimeSpan due = TimeSpan.MaxValue;
            for (int i = 0; i < _count; i++)
            {
                if (At(i) is { Awaits: true, End: { } end } && end + window.LateUntil < due)
                    due = end + window.LateUntil;
            }

            return due;
        }
    }

    /// <summary>A part came in front of the ejector.</summary>
    /// <param name="step">Where that is, which tells it from all others.</param>
    /// <param name="part">Its number; null for a double trigger, which may fall but need not.</param>
    /// <param name="ejected">Whether the ejector was active for it.</param>
    /// <param name="at">When.</param>
    /// <returns>An ejection that had to be given up for room, as missed.</returns>
    public EjectionReport? Expect(long step, long? part, bool ejected, TimeSpan at)
    {
        EjectionReport? lost = null;
        if (_count == _entries.Length)
        {
            if (At(0).Awaits)
                lost = new EjectionReport(At(0).Part, EjectionCheck.Missed, at);
            RemoveFirst();
        }

        At(_count) = new Entry { Step = step, Part = part, IsEjected = ejected, IsOpen = ejected, Begin = at };
        _count++;
        return lost;
    }

    /// <summary>It has left the ejector.</summary>
    public void Leave(long step, TimeSpan at)
    {
        for (int i = 0; i < _count; i++)
        {
            if (At(i).Step == step)
                At(i).End ??= at;
        }
    }

    /// <summary>The sensor saw something.</summary>
    public EjectionReport Take(TimeSpan at)
    {
        // A double trigger's own comes last: it may take no edge from a part that has to be seen.
        int index = Find(at, window.Until, numbered: true);
        EjectionCheck check = EjectionCheck.Confirmed;
        if (index < 0)
        {
            index = Find(at, window.LateUntil, numbered: true);
            check = EjectionCheck.Late;
        }

        if (index < 0)
        {
            index = Find(at, window.LateUntil, numbered: false);
            check = EjectionCheck.Confirmed;
        }

        if (index < 0)
            return new EjectionReport(BlameFor(at), EjectionCheck.Wrong, at);
        At(index).IsOpen = false;
        return new EjectionReport(At(index).Part, check, at);
    }

    /// <summary>Takes out the next ejection that has been missed by now.</summary>
    public bool TryMiss(TimeSpan now, out EjectionReport missed)
    {
        while (_count > 0 && At(0).End is { } end && now - end >= window.LateUntil)
        {
            Entry entry = At(0);
            RemoveFirst();
            if (entry.Awaits)
            {
                missed = new EjectionReport(entry.Part, EjectionCheck.Missed, end + window.LateUntil);
                return true;
            }
        }

        missed = default;
        return false;
    }

    private int Find(TimeSpan at, TimeSpan until, bool numbered)
    {
        for (int i = 0; i < _count; i++)
        {
            if (At(i).IsOpen && At(i).Part is not null == numbered && Fits(At(i), at, until))
                return i;
        }

        return -1;
    }

    private bool Fits(in Entry entry, TimeSpan at, TimeSpan until) =>
        at - entry.Begin >= window.From && (entry.End is not { } end || at - end <= until);

    private long? BlameFor(TimeSpan at)
    {
        for (int i = 0; i < _count; i++)
        {
            if (!At(i).IsEjected && Fits(At(i), at, window.LateUntil))
                return At(i).Part;
        }

        return null;
    }

    private ref Entry At(int index) => ref _entries[(_first + index) % _entries.Length];

    private void RemoveFirst()
    {
        _first = (_first + 1) % _entries.Length;
        _count--;
    }

    private struct Entry
    {
        public long Step;

        public long? Part;

        public bool IsEjected;

        /// <summary>Ejected and not seen yet.</summary>
        public bool IsOpen;

        public TimeSpan Begin;

        public TimeSpan? End;

        /// <summary>Must be seen. A double trigger need not be: one part can trigger twice.</summary>
        public readonly bool Awaits => IsOpen && Part is not null;
    }
}
