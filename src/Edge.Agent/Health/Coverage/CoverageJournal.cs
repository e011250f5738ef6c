using System.Globalization;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Health.Coverage;

/// <summary>
/// The coverage record on disk: one file of JSON lines per UTC day, only ever appended to, synced at each append, the oldest deleted
/// past a number of files. Days are counted by files, not by the calendar: a clock that jumps a year ahead deletes nothing.
/// Not thread safe.
/// </summary>
internal sealed class CoverageJournal
{
    private const string Extension = ".jsonl";
    private const string NameFormat = "yyyy-MM-dd";
    private const string WatchingMark = "\"state\":\"" + nameof(CoverageState.Watching) + "\"";
    private const long EndBytes = 64 << 10;
    private readonly string _folder;
    private readonly int _keepDays;

    /// <summary>The journal in a folder, which is made at the first append.</summary>
    public CoverageJournal(string folder, int keepDays)
    {
        _folder = folder;
        _keepDays = keepDays;
    }

    /// <summary>Appends lines to the files of their days and waits until they are on disk.</summary>
    /// <exception cref="IOException">The disk is full, read-only or broken.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Append(IReadOnlyCollection<CoverageLine> lines)
    {
        if (!Directory.Exists(_folder))
        {
            Directory.CreateDirectory(_folder);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(_folder))!);
        }

        foreach (IGrouping<DateOnly, CoverageLine> day in lines.GroupBy(line => line.Day))
        {
            string path = Path.Combine(_folder, day.Key.ToString(NameFormat, CultureInfo.InvariantCulture) + Extension);
            bool isNew = !File.Exists(path);
            using (var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read))
            {
                var text = new StringBuilder();
                // A power cut may have torn the last line; the next one must not become part of it.
                if (file.Length > 0)
                {
                    file.Seek(-1, SeekOrigin.End);
                    if (file.ReadByte() != '\n')
                        text.Append('\n');
                }

                foreach (CoverageLine line in day)
                    text.Append(line.ToJson()).Append('\n');
                file.Write(Encoding.UTF8.GetBytes(text.ToString()));
                file.Flush(flushToDisk: true);
            }

            if (isNew)
            {
                DirectorySync.Flush(_folder);
                DeleteOldest();
            }
        }
    }

    /// <summary>The last lines of every day, enough to hold the last one of every camera that was at work then; not in order.</summary>
    public IEnumerable<CoverageLine> ReadEnds() =>
        Files().SelectMany(path => ReadLines(path, EndBytes)).Select(CoverageLine.Parse).OfType<CoverageLine>();

    /// <summary>Every line that may say something about a day; not in order.</summary>
    public IEnumerable<CoverageLine> Read(DateOnly day) => Files()
        .Select(path => (Path: path, Day: DayOf(path)))
        // A span lies in the file of the day on which it began. Watching is written every minute, an absence may last for days.
        .Where(file => file.Day <= day)
        .SelectMany(file => ReadLines(file.Path, long.MaxValue).Where(line => file.Day.DayNumber >= day.DayNumber - 1 || !line.Contains(WatchingMark, StringComparison.Ordinal)))
        .Select(CoverageLine.Parse)
        .OfType<CoverageLine>();

    private static DateOnly DayOf(string path) =>
        DateOnly.TryParseExact(Path.GetFileNameWithoutExtension(path), NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : DateOnly.MaxValue;

    private static IEnumerable<string> ReadLines(string path, long lastBytes)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(Math.Max(0, file.Length - lastBytes), SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private string[] Files()
    {
        if (!Directory.Exists(_folder))
            return [];
        string[] files = Directory.GetFiles(_folder, "????-??-??" + Extension);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private void DeleteOldest()
    {
        string[] files = Files();
        // By name: the calendar's order. By age in recording it would be the same, but for days of a clock that was wrong.
        foreach (string file in files.AsSpan(0, Math.Max(0, files.Length - _keepDays)))
            File.Delete(file);
    }
}
