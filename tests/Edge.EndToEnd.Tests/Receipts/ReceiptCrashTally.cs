using Edge.Contracts.Receipts;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>What all lives together said, and what of it the chain has.</summary>
internal sealed class ReceiptCrashTally
{
    private readonly HashSet<Guid> _closed = [];
    private readonly HashSet<Guid> _opened = [];
    private readonly Dictionary<long, string> _told = [];
    private readonly List<string> _faults = [];

    public int Kills { get; set; }

    public int KillsAtStart { get; set; }

    public int KillsAtWrite { get; set; }

    /// <summary>Receipts that a life said were committed.</summary>
    public long Committed { get; private set; }

    /// <summary>Of those, how many the chain has not, or not as they were.</summary>
    public long Lost { get; private set; }

    /// <summary>Parts with more than one receipt.</summary>
    public int Twice { get; private set; }

    /// <summary>Announced parts without a receipt, at the end of a round.</summary>
    public int Missing { get; private set; }

    public long Interrupted { get; set; }

    public long CutBytes { get; set; }

    public int Cuts { get; set; }

    /// <summary>The last entry that was checked.</summary>
    public long Last { get; private set; }

    /// <summary>What was not as it must be, beyond the numbers.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public bool Holds => _faults.Count == 0 && Lost == 0 && Twice == 0 && Missing == 0 && Committed > 0;

    public void Opened(Guid part) => _opened.Add(part);

    public void Told(long sequence, string hash)
    {
        Committed++;
        _told[sequence] = hash;
    }

    public void Fault(string text) => _faults.Add(text);

    /// <summary>One entry of the chain, in order; those of earlier rounds are passed over.</summary>
    public void Found(ReceiptLine line)
    {
        if (_told.TryGetValue(line.Entry.Sequence, out string? hash) && hash == line.Hash)
            _told.Remove(line.Entry.Sequence);
        if (line.Entry.Sequence <= Last)
            return;
        Last = line.Entry.Sequence;
        if (line.Entry.Receipt is PartReceipt part && !_closed.Add(part.Part))
            Twice++;
    }

    /// <summary>The whole chain was read.</summary>
    /// <param name="announcedCount">Whether every announced part must have its receipt: not after a loss of power, which may take the announcement too.</param>
    public void EndRound(bool announcedCount)
    {
        Lost += _told.Count;
        _told.Clear();
        if (announcedCount)
            Missing += _opened.Count(part => !_closed.Contains(part));
        _opened.Clear();
    }

    public override string ToString() =>
        $"{Kills} kills ({KillsAtStart} while starting, {KillsAtWrite} before a write), {Committed} receipts said to be committed, {Last} entries; "
        + $"{Interrupted} parts interrupted, {Cuts} ends cut ({CutBytes} bytes); lost {Lost}, twice {Twice}, without receipt {Missing}"
        + string.Concat(_faults.Take(5).Select(fault => "\n  " + fault));
}
