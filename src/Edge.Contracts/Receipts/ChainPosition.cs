namespace Edge.Contracts.Receipts;

/// <summary>Where in a chain a check is: which number, link, station and key is due next.</summary>
internal sealed class ChainPosition(ReceiptCheck check)
{
    private readonly List<ReceiptKeyUse> _keys = [];
    private readonly HashSet<string> _dropped = [];
    private ReceiptKey? _key;
    private ReceiptHead? _startsBehind;
    private int _file;
    private bool _fileBegins;

    /// <summary>The last entry that fits.</summary>
    public ReceiptHead Head { get; private set; } = ReceiptHead.None;

    /// <summary>The number that is due.</summary>
    public long? Due => _key is null ? null : Head.Sequence + 1;

    public string? Station { get; private set; }

    public string? Device { get; private set; }

    public IReadOnlyList<ReceiptKeyUse> Keys => _keys;

    public void BeginFile() => _fileBegins = true;

    /// <summary>The last whole entry, where a signature behind it is wrong.</summary>
    public void StopAt(ReceiptHead head) => Head = head;

    /// <summary>Takes the line into the chain, and sets its key; or refuses it.</summary>
    public bool Accept(LineCheck line)
    {
        ReceiptEntry entry = line.Line!.Entry;
        var opening = entry.Receipt as OpeningReceipt;
        if (_fileBegins != opening is not null)
            return Refuse(line, ReceiptFaultKind.Place, _fileBegins ? "a file must begin with an opening entry" : "an opening entry in the middle of a file");
        if (_key is null ? !Begin(line, opening!) : !Follow(line, opening))
            return false;

        line.Key = _key;
        _keys[^1] = _keys[^1] with { Entries = _keys[^1].Entries + 1 };
        _fileBegins = false;
        Head = new ReceiptHead(entry.Sequence, line.Line.Hash);
        if (entry.Receipt is DroppedReceipt dropped)
            _dropped.Add(dropped.LastHash);
        return entry.Receipt is not KeyReceipt change || TakeKey(line, change.PublicKey, entry.Sequence + 1);
    }

    /// <summary>What is wrong with the chain as a whole; null for nothing.</summary>
    public ReceiptFault? Finish()
    {
        if (_startsBehind is { } start && !check.MayStartInTheMiddle && !_dropped.Contains(start.Hash))
            return new ReceiptFault(ReceiptFaultKind.Missing, "", 0, start.Sequence, $"the chain begins with entry {start.Sequence + 1}, and no entry says that the {start.Sequence} before it were dropped");
        // A key that the entries named vouches for what is before it only by what it signed itself.
        bool isTrusted = check.Key is null || _keys[0].Key.Equals(check.Key) || (_keys[^1].Key.Equals(check.Key) && _keys[^1].Entries > 0);
        return isTrusted
            ? null
            : new ReceiptFault(ReceiptFaultKind.Key, "", 0, null, $"the chain is signed by key {_keys[0].Key.Id}{(_keys.Count > 1 ? $" and ends with {_keys[^1].Key.Id}" : "")}, not by the given key {check.Key!.Id}");
    }

    private bool Begin(LineCheck line, OpeningReceipt opening)
    {
        ReceiptEntry entry = line.Line!.Entry;
        bool isFirst = opening.File == 1;
        if (opening.File < 1 || entry.Sequence < 1 || isFirst != (entry.Sequence == 1) || isFirst != (entry.Previous == ReceiptHead.None.Hash))
            return Refuse(line, ReceiptFaultKind.Place, $"file {opening.File} opens with entry {entry.Sequence} behind {entry.Previous}; file 1 must open with entry 1 behind zeros, and no other file");
        if (!isFirst)
            _startsBehind = new ReceiptHead(entry.Sequence - 1, entry.Previous);
        (_file, Station, Device) = (opening.File, entry.Station, opening.Device);
        return TakeKey(line, opening.PublicKey, entry.Sequence);
    }

    private bool Follow(LineCheck line, OpeningReceipt? opening)
    {
        ReceiptEntry entry = line.Line!.Entry;
        if (entry.Sequence != Head.Sequence + 1)
        {
            return Refuse(line, ReceiptFaultKind.Sequence, entry.Sequence > Head.Sequence
                ? $"entry {entry.Sequence} follows entry {Head.Sequence}: {entry.Sequence - Head.Sequence - 1} between them are missing"
                : $"entry {entry.Sequence} stands again, behind entry {Head.Sequence}");
        }

        if (entry.Previous != Head.Hash)
            return Refuse(line, ReceiptFaultKind.Link, $"it links to {entry.Previous}, and the entry before has the hash {Head.Hash}");
        if (entry.Station != Station)
            return Refuse(line, ReceiptFaultKind.Place, $"it is of station '{entry.Station}' in the chain of '{Station}'");
        if (opening is null)
            return true;
        if (opening.File != _file + 1)
            return Refuse(line, ReceiptFaultKind.Place, $"it opens file {opening.File}; due is file {_file + 1}");
        if (opening.PublicKey != _key!.ToBase64())
            return Refuse(line, ReceiptFaultKind.Key, $"it names another key than {_key.Id}, which signs here");
        // A device may be given another id; the chain goes on.
        (_file, Device) = (opening.File, opening.Device);
        return true;
    }

    private bool TakeKey(LineCheck line, string publicKey, long from)
    {
        if (ReceiptKey.FromBase64(publicKey) is not { } key)
            return Refuse(line, ReceiptFaultKind.Key, "it names no public key on P-256");
        _key = key;
        _keys.Add(new ReceiptKeyUse(key, from, 0));
        return true;
    }

    private static bool Refuse(LineCheck line, ReceiptFaultKind kind, string text)
    {
        line.Refuse(kind, text);
        return false;
    }
}
