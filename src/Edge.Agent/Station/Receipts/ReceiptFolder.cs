using System.Globalization;
using Edge.Agent.Outbox;

namespace Edge.Agent.Station.Receipts;

/// <summary>The names in a station's folder: <c>receipts-000001.jsonl</c>… is the chain, <c>parts-000001.log</c>… are notes of parts on their way.</summary>
internal sealed class ReceiptFolder(string path)
{
    private const string ReceiptsPrefix = "receipts-", ReceiptsSuffix = ".jsonl", NotesPrefix = "parts-", NotesSuffix = ".log", CutMark = ".cut-";
    private const int MostCuts = 64;

    public string Path { get; } = path;

    public string Receipts(int number) => Name(ReceiptsPrefix, number, ReceiptsSuffix);

    public string Note(int number) => Name(NotesPrefix, number, NotesSuffix);

    /// <summary>The chain's files, by number.</summary>
    public IReadOnlyList<(int Number, string Path)> Receipts() => Numbered(ReceiptsPrefix, ReceiptsSuffix);

    /// <summary>The files of notes, by number.</summary>
    public IReadOnlyList<(int Number, string Path)> Notes() => Numbered(NotesPrefix, NotesSuffix);

    /// <summary>Keeps what is cut from a file of the chain, durably; of very many, the oldest go.</summary>
    /// <returns>Where it is kept.</returns>
    public string KeepCut(string file, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        string[] kept = [.. Directory.EnumerateFiles(Path, $"{ReceiptsPrefix}*{CutMark}*").Order(StringComparer.Ordinal)];
        foreach (string old in kept.Take(Math.Max(0, kept.Length - MostCuts + 1)))
            File.Delete(old);
        string name = string.Create(CultureInfo.InvariantCulture, $"{file}{CutMark}{now:yyyyMMdd'T'HHmmssfff'Z'}");
        DurableFile.Write(name, bytes, DurableFile.OwnerOnly | UnixFileMode.GroupRead);
        return name;
    }

    private string Name(string prefix, int number, string suffix) =>
        System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{prefix}{number:000000}{suffix}"));

    private List<(int Number, string Path)> Numbered(string prefix, string suffix) =>
        [.. Directory.EnumerateFiles(Path, $"{prefix}*{suffix}")
            .Select(file => (Number(System.IO.Path.GetFileName(file)[prefix.Length..^suffix.Length]), file))
            .Where(file => file.Item1 > 0)
            .Order()];

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
