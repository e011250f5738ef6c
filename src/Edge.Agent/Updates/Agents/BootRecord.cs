using System.Globalization;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Updates.Agents;

/// <summary>
/// What the launcher goes by (deploy/edge-launch): which of the folders <c>a</c> and <c>b</c> runs, which one is tried and how many tries are left.
/// The launcher counts down before each try, so that what cannot even start is left too.
/// </summary>
/// <param name="Active">Runs for good: <c>a</c>, <c>b</c>, or empty for what the device came with.</param>
/// <param name="Trial">Is to be tried; empty for none.</param>
/// <param name="Left">How many tries are left.</param>
/// <param name="Failed">Used up its tries; empty for none.</param>
internal sealed record BootRecord(string Active, string Trial, int Left, string Failed)
{
    /// <summary>Tries of a new agent.</summary>
    public const int Tries = 3;

    /// <summary>The file's name.</summary>
    public const string FileName = "boot";

    private const int MaximumBytes = 1024;

    /// <summary>What the device came with runs.</summary>
    public static BootRecord Factory { get; } = new("", "", 0, "");

    /// <summary>Reads it. One that is not there, or not of its form, means what the device came with, to the launcher too.</summary>
    public static BootRecord Read(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists || file.Length > MaximumBytes)
            return Factory;
        Dictionary<string, string> values = File.ReadAllLines(file.FullName)
            .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.Last()[1]);
        _ = int.TryParse(values.GetValueOrDefault("left"), NumberStyles.None, CultureInfo.InvariantCulture, out int left);
        return new BootRecord(Slot("active"), Slot("try"), left, Slot("failed"));

        string Slot(string key) => values.GetValueOrDefault(key) is "a" or "b" ? values[key] : "";
    }

    /// <summary>Writes it; durable on return.</summary>
    public void Write(string folder) => DurableFile.Write(
        Path.Combine(folder, FileName),
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"active={Active}\ntry={Trial}\nleft={Left}\nfailed={Failed}\n")),
        DurableFile.Public);
}
