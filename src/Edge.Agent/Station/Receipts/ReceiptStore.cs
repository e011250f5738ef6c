using System.Buffers;
using System.Security.Cryptography;
using Edge.Agent.Outbox;
using Edge.Contracts.Receipts;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Station.Receipts;

/// <summary>
/// The files of a chain: appends batches, each with one wait for the disk, begins new files, drops the oldest. What a refused write left behind is cut before the
/// next one: after a failed sync nothing that was written since the last good one can be relied on. For one thread.
/// </summary>
internal sealed class ReceiptStore(ReceiptJournalOptions options, ReceiptFolder folder, ChainPlace place, ECDsa key, TimeProvider time) : IDisposable
{
    private ECDsa _key = key;
    private SafeFileHandle? _file;
    private int _droppedAt;
    private int _number = place.File;
    private long _length = place.Length ?? long.MaxValue;

    /// <summary>The last committed entry.</summary>
    public ReceiptHead Head { get; private set; } = place.Head;

    /// <summary>Number of its file.</summary>
    public int File => _number;

    /// <summary>Appends receipts and waits for the disk. One that has no canonical form is passed over, and <paramref name="refused"/> gets its index.</summary>
    /// <exception cref="IOException">The disk refuses: none of them is committed.</exception>
    public IReadOnlyList<ReceiptHead?> Commit(IReadOnlyList<Receipt> receipts, Action<int, FormatException> refused)
    {
        if (_length >= options.FileBytes)
            BeginFile();
        DateTimeOffset now = time.GetUtcNow();
        var chain = new ReceiptChain(options.Station, Head, _key);
        var lines = new ArrayBufferWriter<byte>(2048 * (receipts.Count + 1));
        var heads = new ReceiptHead?[receipts.Count];
        for (int i = 0; i < receipts.Count; i++)
        {
            try
            {
                heads[i] = chain.Append(receipts[i], now, lines);
            }
            catch (FormatException e)
            {
                refused(i, e);
            }
        }

        Write(lines.WrittenSpan);
        Head = chain.Head;
        return heads;
    }

    /// <summary>Appends the entry that names <paramref name="next"/>, which signs from then on and belongs to this store.</summary>
    /// <exception cref="IOException">The disk refuses: the old key is still in force.</exception>
    public void ChangeKey(ECDsa next)
    {
        if (_length >= options.FileBytes)
            BeginFile();
        var chain = new ReceiptChain(options.Station, Head, _key);
        var lines = new ArrayBufferWriter<byte>(1024);
        chain.ChangeKey(next, time.GetUtcNow(), lines);
        Write(lines.WrittenSpan);
        Head = chain.Head;
        _key.Dispose();
        _key = next;
    }

    /// <summary><see cref="DropOld"/>, where a new file was begun since it was called last.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public int DropOldIfGrown()
    {
        if (_number == _droppedAt)
            return 0;
        int dropped = DropOld();
        _droppedAt = _number;
        return dropped;
    }

    /// <summary>Drops the oldest files that are past the budget or the time to keep them, each only after an entry says so.</summary>
    /// <returns>How many were dropped.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public int DropOld()
    {
        IReadOnlyList<(int Number, string Path)> files = folder.Receipts();
        long bytes = files.Sum(file => new FileInfo(file.Path).Length);
        int dropped = 0;
        // The newest two stay: parts on their way may have their receipts in them.
        for (; dropped < files.Count - 2; dropped++)
        {
            (int number, string path) = files[dropped];
            ReceiptLine? next = FirstLine(files[dropped + 1].Path);
            bool isOver = bytes > options.BudgetBytes;
            bool isOld = options.Keep is { } keep && next is not null && next.Entry.At < time.GetUtcNow() - keep;
            if (next is null || (!isOver && !isOld))
                break;
            var receipt = new DroppedReceipt
            {
                File = number,
                First = FirstLine(path)?.Entry.Sequence,
                Last = next.Entry.Sequence - 1,
                LastHash = next.Entry.Previous,
                Reason = isOver ? $"all files together are over the budget of {options.BudgetBytes} bytes" : $"it is older than {options.Keep!.Value.TotalDays:0.##} days",
            };
            Commit([receipt], (_, e) => throw new IOException(e.Message, e));
            bytes -= new FileInfo(path).Length;
            System.IO.File.Delete(path);
            DirectorySync.Flush(folder.Path);
        }

        return dropped;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _key.Dispose();
    }

    /// <summary>The new file counts once its opening entry is on the disk, and its name too; until then it is begun anew.</summary>
    private void BeginFile()
    {
        int number = _number + 1;
        var chain = new ReceiptChain(options.Station, Head, _key);
        var line = new ArrayBufferWriter<byte>(1024);
        chain.Append(new OpeningReceipt { File = number, Device = options.Device, PublicKey = ReceiptKey.Of(_key).ToBase64() }, time.GetUtcNow(), line);
        SafeFileHandle made = DurableFile.Open(folder.Receipts(number));
        try
        {
            RandomAccess.SetLength(made, 0);
            RandomAccess.Write(made, line.WrittenSpan, 0);
            Flush(made);
            if (options.WaitsForDisk)
                DirectorySync.Flush(folder.Path);
        }
        catch
        {
            made.Dispose();
            throw;
        }

        _file?.Dispose();
        (_file, _number, _length, Head) = (made, number, line.WrittenCount, chain.Head);
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty)
            return;
        try
        {
            if (_file is null)
            {
                _file = DurableFile.Open(folder.Receipts(_number));
                RandomAccess.SetLength(_file, _length);
            }

            RandomAccess.Write(_file, lines, _length);
            Flush(_file);
            _length += lines.Length;
        }
        catch
        {
            _file?.Dispose();
            _file = null;
            throw;
        }
    }

    private void Flush(SafeFileHandle file)
    {
        if (options.WaitsForDisk)
            RandomAccess.FlushToDisk(file);
    }

    /// <summary>The entry that opens a file; null where it can't be read.</summary>
    public static ReceiptLine? FirstLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] start = new byte[8192];
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        int end = start.AsSpan(0, length).IndexOf((byte)'\n');
        return end < 0 ? null : ReceiptLine.TryRead(start.AsMemory(0, end));
    }
}
