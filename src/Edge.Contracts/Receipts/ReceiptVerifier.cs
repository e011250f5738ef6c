using System.Security.Cryptography;

namespace Edge.Contracts.Receipts;

/// <summary>
/// Checks a chain offline: files in their order, each once, then <see cref="Finish"/>. It stops at the first broken link.
/// Lines are hashed and signatures checked on all processors, block by block; memory stays bounded. Not thread safe.
/// </summary>
public sealed class ReceiptVerifier(ReceiptCheck check)
{
    private const int MostWarnings = 100;
    private readonly ChainPosition _position = new(check);
    private readonly List<string> _warnings = [];
    private long _warningCount;
    private ReceiptFault? _fault;
    private int _files;
    private long _entries;
    private long _bytes;
    private long _wholeBytes;
    private long _first;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;
    private bool _expectedSeen;

    /// <summary>Whether a broken link was found: what is added now is passed over.</summary>
    public bool IsBroken => _fault is not null;

    /// <summary>Checks the next file.</summary>
    /// <param name="name">How to call it in a fault.</param>
    /// <param name="content">Its bytes; read to the end or to the first broken link, not disposed.</param>
    public void Add(string name, Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (IsBroken)
            return;
        _files++;
        _wholeBytes = 0;
        _position.BeginFile();
        var block = new ReceiptBlock(content);
        long line = 0;
        while (!IsBroken && block.Read())
        {
            LineCheck[] lines = [.. block.Lines.Select(range => new LineCheck(block.Buffer.AsMemory(range)))];
            Check(name, lines, line);
            line += lines.Length;
        }

        _bytes += block.Bytes;
        if (IsBroken)
            return;
        if (block.Torn > 0)
            _fault = new ReceiptFault(ReceiptFaultKind.Torn, name, line + 1, _position.Due, $"the file ends in the middle of a line: {block.Torn} bytes without a line feed");
        else if (line == 0)
            _fault = new ReceiptFault(ReceiptFaultKind.Torn, name, 0, _position.Due, "the file is empty; it must begin with an opening entry");
    }

    /// <summary>Checks what concerns the chain as a whole, and says what was found.</summary>
    public ReceiptVerification Finish()
    {
        _fault ??= _files == 0 ? new ReceiptFault(ReceiptFaultKind.Missing, "", 0, null, "there is no file of receipts") : _position.Finish();
        if (_fault is null && check.ExpectedHash is { } hash && !_expectedSeen)
            _fault = new ReceiptFault(ReceiptFaultKind.Truncated, "", 0, check.ExpectedSequence, $"no entry{(check.ExpectedSequence is { } number ? $" {number}" : "")} has the hash {hash}; the chain ends with entry {_position.Head.Sequence}");
        if (_fault is null && check.ExpectedSequence is { } least && _position.Head.Sequence < least)
            _fault = new ReceiptFault(ReceiptFaultKind.Truncated, "", 0, least, $"the chain ends with entry {_position.Head.Sequence}; entry {least} is known to have been in it");
        return new ReceiptVerification
        {
            Fault = _fault,
            Warnings = _warnings,
            WarningCount = _warningCount,
            Files = _files,
            Entries = _entries,
            Bytes = _bytes,
            WholeBytes = _wholeBytes,
            First = _first,
            Head = _position.Head,
            Station = _position.Station,
            Device = _position.Device,
            From = _from,
            To = _to,
            Keys = _position.Keys,
        };
    }

    private void Check(string file, LineCheck[] lines, long linesBefore)
    {
        Parallel.For(0, lines.Length, i => lines[i].ReadLine());

        // In order: links and numbers, and which key each line must be signed by. What follows the first fault is of no interest.
        ReceiptHead before = _position.Head;
        int whole = 0;
        while (whole < lines.Length && lines[whole].Fault is null && _position.Accept(lines[whole]))
            whole++;
        Parallel.ForEach(check.HashesOnly ? [] : Runs(lines, whole), run =>
        {
            using ECDsa key = lines[run.Start.Value].Key!.Open();
            foreach (LineCheck line in lines[run])
                line.Verify(key);
        });

        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Fault is { } fault)
            {
                _fault = new ReceiptFault(fault.Kind, file, linesBefore + i + 1, lines[i].Line?.Entry.Sequence ?? before.Sequence + 1, fault.Text);
                _position.StopAt(before);
                return;
            }

            ReceiptLine read = lines[i].Line!;
            before = new ReceiptHead(read.Entry.Sequence, read.Hash);
            _wholeBytes += lines[i].Length + 1;
            Found(file, linesBefore + i + 1, read);
        }
    }

    private void Found(string file, long number, ReceiptLine line)
    {
        ReceiptEntry entry = line.Entry;
        if (_entries++ == 0)
            (_first, _from) = (entry.Sequence, entry.At);
        if (entry.At < _to)
            Warn($"{file}, line {number} (entry {entry.Sequence}): its time {entry.At:O} is before that of the entry before, {_to:O}: the clock was set back");
        if (entry.Receipt is RecoveryReceipt { Damage: { } damage })
            Warn($"{file}, line {number} (entry {entry.Sequence}): the station found committed entries damaged: {damage}");
        _to = entry.At;
        if (line.Hash == check.ExpectedHash && (check.ExpectedSequence is null || check.ExpectedSequence == entry.Sequence))
            _expectedSeen = true;
        check.OnEntry?.Invoke(line);
    }

    private void Warn(string text)
    {
        _warningCount++;
        if (_warnings.Count < MostWarnings)
            _warnings.Add(text);
    }

    /// <summary>Runs of lines of one key, short enough to be shared among processors and long enough that opening the key does not matter.</summary>
    private static IEnumerable<Range> Runs(LineCheck[] lines, int count)
    {
        const int Longest = 64;
        int start = 0;
        for (int i = 1; i <= count; i++)
        {
            if (i < count && i - start < Longest && ReferenceEquals(lines[i].Key, lines[start].Key))
                continue;
            yield return start..i;
            start = i;
        }
    }
}
