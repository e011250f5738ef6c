using System.Security.Cryptography;
using Edge.Agent.Outbox;
using Edge.Contracts.Receipts;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Station.Receipts;

/// <summary>
/// Finds where a chain goes on after any end. Only what was never committed is cut, and is kept aside; a committed entry that is damaged or gone is left as it is,
/// told, and the chain goes on in a new file behind what was committed, so that a check will name the place.
/// </summary>
internal sealed class ChainScan(ReceiptFolder folder, PartLogContent notes)
{
    private readonly HashSet<Guid> _closed = [];
    private long _first;

    /// <summary>Where to go on.</summary>
    public ChainPlace Place { get; private set; } = new(0, null, ReceiptHead.None, null);

    /// <summary>What was cut, and where it is kept.</summary>
    public (long Bytes, string? Sha256, string? File) Cut { get; private set; }

    /// <summary>What is damaged or gone; null for nothing.</summary>
    public string? Damage { get; private set; }

    /// <summary>The parts that were announced and have no receipt.</summary>
    public IReadOnlyList<PartLogOpening> Open { get; private set; } = [];

    /// <summary>Reads, cuts where that is due, and answers through the properties.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Run(DateTimeOffset now)
    {
        List<(int Number, string Path)> files = [.. folder.Receipts()];
        while (files.Count > 0)
        {
            (int number, string path) = files[^1];
            ReceiptVerification found = Read(path);
            if (found.Entries > 0)
            {
                GoOnBehind(number, path, found, now);
                break;
            }

            // The power went while the file was begun: there is nothing committed in it.
            if (notes.File >= number)
            {
                Damaged(number, $"{Path.GetFileName(path)}: {found.Fault}", Place.Key);
                break;
            }

            CutAt(path, 0, now);
            File.Delete(path);
            DirectorySync.Flush(folder.Path);
            files.RemoveAt(files.Count - 1);
        }

        if (Place.File == 0 && notes.Head.Sequence > 0)
            Damaged(notes.File, $"the files with the entries up to {notes.Head.Sequence} are gone", null);
        Open = FindOpen([.. files.Take(Math.Max(0, files.Count - 1))]);
    }

    private void GoOnBehind(int number, string path, ReceiptVerification found, DateTimeOffset now)
    {
        ReceiptKey key = found.Keys[^1].Key;
        if (notes.Head.Sequence > found.Head.Sequence)
            Damaged(number, found.Fault?.ToString() ?? $"{Path.GetFileName(path)} ends with entry {found.Head.Sequence}; committed was up to {notes.Head.Sequence}", key, path);
        else
            Place = new ChainPlace(number, found.WholeBytes, found.Head, key);
        if (Damage is null && found.Fault is not null)
            CutAt(path, found.WholeBytes, now);
    }

    private void Damaged(int file, string what, ReceiptKey? key, string? path = null)
    {
        Damage = what;
        ReceiptHead head = notes.Head;
        // Entries behind the damage may be newer than the notes.
        if (path is not null && LastLine(path) is { } last && last.Entry.Sequence > head.Sequence)
            head = new ReceiptHead(last.Entry.Sequence, last.Hash);
        Place = new ChainPlace(Math.Max(file, notes.File), null, head, key);
    }

    private ReceiptVerification Read(string path)
    {
        var verifier = new ReceiptVerifier(new ReceiptCheck { HashesOnly = true, MayStartInTheMiddle = true, OnEntry = Found });
        using FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        verifier.Add(Path.GetFileName(path), content);
        ReceiptVerification found = verifier.Finish();
        _first = found.First;
        return found;
    }

    private void Found(ReceiptLine line)
    {
        switch (line.Entry.Receipt)
        {
            case PartReceipt part:
                _closed.Add(part.Part);
                break;
            case GoldenPartReceipt golden:
                _closed.Add(golden.Part);
                break;
        }
    }

    private void CutAt(string path, long length, DateTimeOffset now)
    {
        using SafeFileHandle file = DurableFile.Open(path);
        byte[] torn = new byte[RandomAccess.GetLength(file) - length];
        if (torn.Length == 0)
            return;
        RandomAccess.Read(file, torn, length);
        Cut = (Cut.Bytes + torn.Length, Convert.ToHexStringLower(SHA256.HashData(torn)), folder.KeepCut(path, torn, now));
        RandomAccess.SetLength(file, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>A receipt may have been committed without the part being noted as closed; it is then in the newest file, or just before.</summary>
    private List<PartLogOpening> FindOpen(List<(int Number, string Path)> older)
    {
        var open = notes.Open.Where(opening => !_closed.Contains(opening.Part.Part)).ToList();
        for (int i = older.Count - 1; i >= 0 && open.Count > 0 && open.Min(opening => opening.After) + 1 < _first; i--)
        {
            Read(older[i].Path);
            open.RemoveAll(opening => _closed.Contains(opening.Part.Part));
        }

        return open;
    }

    private static ReceiptLine? LastLine(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int end = bytes.AsSpan().LastIndexOf((byte)'\n');
        int start = end < 0 ? 0 : bytes.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return end < 0 ? null : ReceiptLine.TryRead(bytes.AsMemory(start, end - start));
    }
}
