using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Station.Receipts;

/// <summary>What the notes of the life before say. Lines that are torn or damaged are passed over: the chain itself decides in the end.</summary>
internal sealed class PartLogContent
{
    private readonly Dictionary<Guid, PartLogOpening> _open = [];

    /// <summary>Parts noted as announced and not as closed, oldest first.</summary>
    public IReadOnlyList<PartLogOpening> Open => [.. _open.Values.OrderBy(opening => opening.Part.Part)];

    /// <summary>The last entry noted as committed.</summary>
    public ReceiptHead Head { get; private set; } = ReceiptHead.None;

    /// <summary>Number of the file of <see cref="Head"/>; 0 where there is none.</summary>
    public int File { get; private set; }

    /// <summary>Lines that could not be read.</summary>
    public int Unreadable { get; private set; }

    /// <summary>Reads all files of notes in their order.</summary>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static PartLogContent Read(IEnumerable<string> paths)
    {
        var content = new PartLogContent();
        foreach (string path in paths)
        {
            string[] lines = Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(path)).Split('\n');
            foreach (string line in lines.Where(line => line.Length > 0))
            {
                if (!content.Take(line))
                    content.Unreadable++;
            }
        }

        return content;
    }

    public static string OpenLine(PartLogOpening opening) => Line("open " + JsonSerializer.Serialize(opening, PartLogJson.Default.PartLogOpening));

    public static string ClosedLine(Guid part) => Line($"closed {part:D}");

    public static string HeadLine(ReceiptHead head, int file) => Line(string.Create(CultureInfo.InvariantCulture, $"head {head.Sequence} {head.Hash} {file}"));

    private static string Line(string text) => $"{Sum(text)} {text}\n";

    // Not against people, only against halves of lines and pages that never reached the disk.
    private static string Sum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];

    private bool Take(string line)
    {
        if (line.Length < 10 || line[8] != ' ' || line[..8] != Sum(line[9..]))
            return false;
        string text = line[9..];
        string[] words = text.Split(' ', 2);
        switch (words[0])
        {
            case "open" when words.Length == 2:
                PartLogOpening opening = JsonSerializer.Deserialize(words[1], PartLogJson.Default.PartLogOpening)!;
                _open[opening.Part.Part] = opening;
                return true;
            case "closed" when words.Length == 2 && Guid.TryParseExact(words[1], "D", out Guid part):
                _open.Remove(part);
                return true;
            case "head" when words.Length == 2 && words[1].Split(' ') is [string sequence, { Length: 64 } hash, string file]
                && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
                && int.TryParse(file, NumberStyles.None, CultureInfo.InvariantCulture, out int fileNumber):
                if (number >= Head.Sequence)
                    (Head, File) = (new ReceiptHead(number, hash), fileNumber);
                return true;
            default:
                return false;
        }
    }
}
