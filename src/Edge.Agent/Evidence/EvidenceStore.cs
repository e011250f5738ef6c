using System.Globalization;
using Edge.Agent.Outbox;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Evidence;

/// <summary>
/// Snapshots on disk, <c>YYYY/MM/DD/{id}.jpg</c> by UTC day, within a budget of bytes: the oldest go first.
/// A file is there whole or not at all, also after a power cut. A disk that is full, read-only or gone costs snapshots, which are counted, and nothing else.
/// Used by one thread; the counters may be read by any.
/// </summary>
public sealed class EvidenceStore
{
    private const int EvictForRoom = 8;
    private readonly string _folder;
    private readonly long _budgetBytes;
    private readonly ILogger _logger;
    private readonly Queue<(string Path, long Size)> _oldestFirst = new();
    private bool _isScanned;
    private long _bytes, _written, _evicted, _lost;

    /// <summary>A store; the folder is made and read at the first use.</summary>
    /// <param name="folder">Root of the evidence.</param>
    /// <param name="budgetBytes">Most bytes of snapshots, 1 or more.</param>
    /// <param name="logger">For trouble with the disk.</param>
    public EvidenceStore(string folder, long budgetBytes, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(budgetBytes, 1);
        _folder = folder;
        _budgetBytes = budgetBytes;
        _logger = logger;
    }

    /// <summary>Bytes of snapshots on disk.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Snapshots kept since the start.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Snapshots deleted to make room since the start.</summary>
    public long Evicted => Interlocked.Read(ref _evicted);

    /// <summary>Snapshots that could not be kept since the start.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Where a snapshot lies under the folder, with forward slashes.</summary>
    public static string RelativePath(Guid id, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy'/'MM'/'dd}/{id:D}.jpg");

    /// <summary>Keeps a snapshot. Returns when it is durable.</summary>
    /// <param name="id">Of its alert.</param>
    /// <param name="at">When it was taken; gives the day.</param>
    /// <param name="jpeg">The file.</param>
    /// <returns>Null, or why it was not kept.</returns>
    public string? Save(Guid id, DateTimeOffset at, ReadOnlySpan<byte> jpeg)
    {
        try
        {
            Scan();
            if (jpeg.Length > _budgetBytes)
                return Lose($"a snapshot of {jpeg.Length} bytes is over the budget of {_budgetBytes}");
            Evict(jpeg.Length);
            string path = Path.Combine(_folder, RelativePath(id, at));
            try
            {
                Write(path, jpeg);
            }
            catch (IOException) when (_oldestFirst.Count > 0)
            {
                // The disk may be fuller than the budget allows for: older evidence goes for newer.
                for (int i = 0; i < EvictForRoom && _oldestFirst.Count > 0; i++)
                    EvictOldest();
                Write(path, jpeg);
            }

            _oldestFirst.Enqueue((path, jpeg.Length));
            Interlocked.Add(ref _bytes, jpeg.Length);
            Interlocked.Increment(ref _written);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Lose(e.Message);
        }
    }

    /// <summary>Counts a snapshot that never got as far as the disk.</summary>
    internal void CountLost() => Interlocked.Increment(ref _lost);

    private string Lose(string why)
    {
        // One line for each stretch of trouble would need memory of it; the counter tells how many, the log when.
        CountLost();
        _logger.LogWarning("Evidence is lost: {Reason}", why);
        return why;
    }

    // Ids are UUIDv7 and folders are days: the order of paths is the order of time.
    private void Scan()
    {
        if (_isScanned)
            return;
        Directory.CreateDirectory(_folder);
        _oldestFirst.Clear();
        long bytes = 0;
        foreach (string path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(path);
            if (path.EndsWith(".tmp", StringComparison.Ordinal))
            {
                // What a crash left half written.
                file.Delete();
                continue;
            }

            if (!path.EndsWith(".jpg", StringComparison.Ordinal))
                continue;
            _oldestFirst.Enqueue((path, file.Length));
            bytes += file.Length;
        }

        Interlocked.Exchange(ref _bytes, bytes);
        _isScanned = true;
    }

    private void Evict(long room)
    {
        while (_oldestFirst.Count > 0 && Bytes + room > _budgetBytes)
            EvictOldest();
    }

    private void EvictOldest()
    {
        (string path, long size) = _oldestFirst.Peek();
        File.Delete(path);
        _oldestFirst.Dequeue();
        Interlocked.Add(ref _bytes, -size);
        Interlocked.Increment(ref _evicted);
        RemoveEmptyParents(path);
    }

    private void RemoveEmptyParents(string path)
    {
        for (string? folder = Path.GetDirectoryName(path); folder is not null && folder.Length > _folder.Length; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private void Write(string path, ReadOnlySpan<byte> jpeg)
    {
        string day = Path.GetDirectoryName(path)!;
        bool isNewDay = !Directory.Exists(day);
        Directory.CreateDirectory(day);
        string temporary = path + ".tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(jpeg);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            DeleteQuietly(temporary);
            throw;
        }

        DirectorySync.Flush(day);
        // The names of a new year, month and day are entries of the folders above them.
        for (string? parent = Path.GetDirectoryName(day); isNewDay && parent is not null && parent.Length >= _folder.Length; parent = Path.GetDirectoryName(parent))
            DirectorySync.Flush(parent);
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write's own failure is what is told; the next start deletes the rest.
        }
    }
}
