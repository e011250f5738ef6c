using System.Text.Json;
using Edge.Agent.Outbox;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Examples;

/// <summary>
/// Hard examples on disk: <c>{id}.jpg</c> and, written after it, <c>{id}.json</c>; one without the other is deleted at the next start.
/// Bounded in number and bytes: the oldest go first. A disk that is full or gone costs examples and nothing else. Thread safe.
/// </summary>
/// <param name="folder">Made, and read, at the first use.</param>
/// <param name="limits">How many are kept.</param>
/// <param name="log">For trouble with the disk.</param>
internal sealed class ExampleStore(string folder, ExampleLimits limits, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _oldestFirst = [];
    private bool _isScanned;
    private long _bytes;

    /// <summary>Examples on disk, as far as the folder was read yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _oldestFirst.Count;
        }
    }

    /// <summary>Their bytes, JSON included.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>The picture of an example that the store named.</summary>
    public FileInfo Picture(string subject) => new(Path.Combine(folder, subject + ".jpg"));

    /// <summary>Keeps an example; older ones go for it.</summary>
    /// <param name="example">Its subject is a UUIDv7 in the form D: subjects in order are in the order of time.</param>
    /// <param name="jpeg">The picture.</param>
    /// <returns>Whether it was kept.</returns>
    public bool Save(StoredExample example, ReadOnlySpan<byte> jpeg)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(example, StoredExampleJson.Default.StoredExample);
        var entry = new Entry(example.About.Subject, jpeg.Length + json.Length, example.About.Reason, example.Margin);
        lock (_gate)
        {
            try
            {
                Scan();
                if (entry.Bytes > limits.MaximumBytes)
                    return false;
                while (_oldestFirst.Count > 0 && (_oldestFirst.Count >= limits.MaximumCount || _bytes + entry.Bytes > limits.MaximumBytes))
                    Delete(_oldestFirst[0]);
                DurableFile.Write(Picture(entry.Subject).FullName, jpeg, DurableFile.OwnerOnly);
                DurableFile.Write(JsonFile(entry.Subject), json, DurableFile.OwnerOnly);
                Add(entry);
                return true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("A hard example is lost: {Reason}", e.Message);
                return false;
            }
        }
    }

    /// <summary>The hardest examples, the hardest first: disagreements, then the closest margins; among equals the newest.</summary>
    /// <param name="maximum">Most of them.</param>
    public IReadOnlyList<StoredExample> Hardest(int maximum)
    {
        lock (_gate)
        {
            try
            {
                Scan();
                // By the alphabet "disagreement" comes before "lowMargin".
                return
                [
                    .. _oldestFirst.OrderBy(entry => entry.Reason, StringComparer.Ordinal).ThenBy(entry => entry.Margin).ThenByDescending(entry => entry.Subject, StringComparer.Ordinal)
                        .Take(maximum)
                        .Select(entry => Read(JsonFile(entry.Subject)))
                        .OfType<StoredExample>(),
                ];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Hard examples can't be read: {Reason}", e.Message);
                return [];
            }
        }
    }

    /// <summary>Deletes an example, for instance since the cloud has it.</summary>
    public void Remove(string subject)
    {
        lock (_gate)
        {
            try
            {
                if (_oldestFirst.Find(entry => entry.Subject == subject) is { } entry)
                    Delete(entry);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                log.LogWarning("Hard example {Subject} can't be deleted: {Reason}", subject, e.Message);
            }
        }
    }

    private string JsonFile(string subject) => Path.Combine(folder, subject + ".json");

    private void Add(Entry entry)
    {
        _oldestFirst.Add(entry);
        _bytes += entry.Bytes;
    }

    // The JSON first: a picture without one is none, also after a crash between the two.
    private void Delete(Entry entry)
    {
        File.Delete(JsonFile(entry.Subject));
        File.Delete(Picture(entry.Subject).FullName);
        _oldestFirst.Remove(entry);
        _bytes -= entry.Bytes;
    }

    private void Scan()
    {
        if (_isScanned)
            return;
        Directory.CreateDirectory(folder);
        _oldestFirst.Clear();
        _bytes = 0;
        foreach (string path in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            string subject = Path.GetFileNameWithoutExtension(path);
            FileInfo picture = Picture(subject);
            if (picture is { Exists: true, LinkTarget: null } && Read(path) is { } example && example.About.Subject == subject && example.About.SizeBytes == picture.Length)
                Add(new Entry(subject, picture.Length + new FileInfo(path).Length, example.About.Reason, example.Margin));
        }

        HashSet<string> known = [.. _oldestFirst.Select(entry => entry.Subject)];
        foreach (string path in Directory.GetFiles(folder).Where(path => !known.Contains(Path.GetFileNameWithoutExtension(path))))
            File.Delete(path);
        _isScanned = true;
    }

    private static StoredExample? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StoredExampleJson.Default.StoredExample);
        }
        catch (Exception e) when (e is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    private sealed record Entry(string Subject, long Bytes, string? Reason, float Margin);
}
