using System.Text;
using Edge.Agent.Outbox;
using Edge.Contracts.Receipts;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Station.Receipts;

/// <summary>
/// Which parts are on their way, and how far the chain is committed, noted in a file beside it. A note is with the system when the call returns, so that
/// the end of the process loses none; the writer's thread takes it to the disk soon after, so that few are lost with the power. Thread safe.
/// </summary>
internal sealed class PartLog : IDisposable
{
    private const long MostBytes = 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, PartLogOpening> _open = [];
    private readonly HashSet<Guid> _closing = [];
    private readonly ReceiptFolder _folder;
    private SafeFileHandle _file;
    private int _number;
    private long _length;
    private bool _isUnsynced;
    private (ReceiptHead Head, int File) _head;

    /// <summary>Begins a new file of notes with what is still open, and deletes the older ones.</summary>
    /// <exception cref="IOException">The disk refuses; the older notes are still there.</exception>
    public PartLog(ReceiptFolder folder, IEnumerable<PartLogOpening> open, ReceiptHead head, int file)
    {
        _folder = folder;
        _head = (head, file);
        foreach (PartLogOpening opening in open)
            _open.Add(opening.Part.Part, opening);
        IReadOnlyList<(int Number, string Path)> older = folder.Notes();
        _number = older.Count == 0 ? 1 : older[^1].Number + 1;
        _file = DurableFile.Open(folder.Note(_number));
        try
        {
            Begin(older);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Parts without a receipt.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _open.Count;
        }
    }

    /// <summary>Notes a part.</summary>
    /// <exception cref="InvalidOperationException">It was announced before.</exception>
    /// <exception cref="IOException">The disk refuses: the part is not noted.</exception>
    public void Opened(OpenPart part)
    {
        lock (_gate)
        {
            var opening = new PartLogOpening(part, _head.Head.Sequence);
            if (!_open.TryAdd(part.Part, opening))
                throw new InvalidOperationException($"part {part.Part} was announced before");
            try
            {
                Append(PartLogContent.OpenLine(opening));
            }
            catch
            {
                _open.Remove(part.Part);
                throw;
            }
        }
    }

    /// <summary>Takes the part for its receipt: whoever gets true writes the only one.</summary>
    public bool TryClose(Guid part)
    {
        lock (_gate)
            return _open.ContainsKey(part) && _closing.Add(part);
    }

    /// <summary>The receipt could not be written after all.</summary>
    public void Reopen(Guid part)
    {
        lock (_gate)
            _closing.Remove(part);
    }

    /// <summary>The chain is committed up to <paramref name="head"/>, with the receipts of these parts.</summary>
    /// <exception cref="IOException">The disk refuses; the receipts are committed all the same.</exception>
    public void Committed(ReceiptHead head, int file, IEnumerable<Guid> parts)
    {
        lock (_gate)
        {
            _head = (head, file);
            var lines = new StringBuilder();
            foreach (Guid part in parts)
            {
                _closing.Remove(part);
                if (_open.Remove(part))
                    lines.Append(PartLogContent.ClosedLine(part));
            }

            Append(lines.Append(PartLogContent.HeadLine(head, file)).ToString());
        }
    }

    /// <summary>Takes what was noted to the disk; begins a new file where this one has grown. For the writer's thread.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Sync()
    {
        SafeFileHandle file;
        lock (_gate)
        {
            if (!_isUnsynced)
                return;
            _isUnsynced = false;
            file = _file;
        }

        try
        {
            if (Interlocked.Read(ref _length) > MostBytes)
                Roll();
            else
                RandomAccess.FlushToDisk(file);
        }
        catch
        {
            lock (_gate)
                _isUnsynced = true;
            throw;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            _file.Dispose();
    }

    /// <summary>Whoever notes a part meanwhile waits for a few small writes to memory, not for the disk.</summary>
    private void Roll()
    {
        IReadOnlyList<(int Number, string Path)> older = _folder.Notes();
        SafeFileHandle made = DurableFile.Open(_folder.Note(_number + 1));
        SafeFileHandle before;
        lock (_gate)
        {
            (before, _file) = (_file, made);
            _number++;
            _length = 0;
            WriteAll();
        }

        before.Dispose();
        MakeDurable(older);
    }

    private void Begin(IReadOnlyList<(int Number, string Path)> older)
    {
        lock (_gate)
            WriteAll();
        MakeDurable(older);
    }

    private void WriteAll()
    {
        RandomAccess.SetLength(_file, 0);
        var lines = new StringBuilder();
        foreach (PartLogOpening opening in _open.Values)
            lines.Append(PartLogContent.OpenLine(opening));
        Append(lines.Append(PartLogContent.HeadLine(_head.Head, _head.File)).ToString());
    }

    private void MakeDurable(IReadOnlyList<(int Number, string Path)> older)
    {
        RandomAccess.FlushToDisk(_file);
        DirectorySync.Flush(_folder.Path);
        foreach ((_, string path) in older)
            File.Delete(path);
    }

    // At the place of the last good end: what a refused write left behind is written over.
    private void Append(string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(lines);
        RandomAccess.Write(_file, bytes, _length);
        _length += bytes.Length;
        _isUnsynced = true;
    }
}
