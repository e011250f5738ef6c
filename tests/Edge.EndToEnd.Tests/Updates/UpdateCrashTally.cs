using System.Globalization;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>What all lives together said, against what must hold: each comes up on one whole version that was wanted, and what was committed stays.</summary>
internal sealed class UpdateCrashTally
{
    private readonly Dictionary<string, int> _committed = new() { ["agent"] = 0, ["configuration"] = 0, ["model"] = 0 };
    private readonly List<string> _faults = [];
    private readonly SortedDictionary<string, int> _labels = new(StringComparer.Ordinal);

    public int Lives { get; set; }

    public int Kills { get; private set; }

    public int KillsAtCall { get; private set; }

    public int KillsAtTime { get; private set; }

    public int Ups { get; private set; }

    public int Idles { get; private set; }

    public int Commits { get; private set; }

    public int Missing { get; set; }

    public IReadOnlyList<string> Faults => _faults;

    public IReadOnlyDictionary<string, int> Labels => _labels;

    public bool Holds => _faults.Count == 0 && Missing == 0 && Commits > 0 && Ups > 0;

    public void Killed(string? label, long? call)
    {
        Kills++;
        if (label is not null)
            _labels[label] = _labels.GetValueOrDefault(label) + 1;
        else if (call is not null)
            KillsAtCall++;
        else
            KillsAtTime++;
    }

    public void Fault(string text) => _faults.Add($"life {Lives}: {text}");

    /// <summary>One line of a life.</summary>
    /// <param name="line">It.</param>
    /// <param name="want">The number that is wanted in this life.</param>
    public void Said(string line, int want)
    {
        string[] words = line.Split(' ');
        switch (words[0])
        {
            case "up":
                Ups++;
                Check(words[1..], want, "came up");
                break;
            case "idle":
                Idles++;
                Check(words[1..], want, "settled");
                break;
            case "committed":
                Commits++;
                _committed[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture);
                break;
            case "fault":
                Fault(line);
                break;
        }
    }

    // Between the commit on disk and the word of it the power may fail: what is wanted may be in force untold. What was told may not be lost.
    private void Check(string[] pairs, int want, string what)
    {
        foreach (string pair in pairs)
        {
            string[] parts = pair.Split('=');
            int number = int.Parse(parts[1], CultureInfo.InvariantCulture), committed = _committed[parts[0]];
            bool isBadModel = parts[0] == "model" && number > 0 && UpdateShelf.IsBad(number);
            if (number < committed || number > want || isBadModel)
                Fault($"{what} on {parts[0]} {number}; committed was {committed}, wanted is {want}");
            else if (what == "settled" && number > committed)
                _committed[parts[0]] = number;
        }
    }

    public override string ToString() =>
        $"{Lives} lives, {Kills} kills ({KillsAtCall} before a change of the disk, {KillsAtTime} at a random time, {_labels.Values.Sum()} at {_labels.Count} transitions); "
        + $"came up {Ups} times, {Commits} commits, settled {Idles} times; transitions not cut {Missing}, faults {_faults.Count}"
        + string.Concat(_faults.Take(6).Select(fault => "\n  " + fault));
}
