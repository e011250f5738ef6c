using System.Globalization;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>A run by hand: deploy/update-crash.sh. <c>name=value</c> words: kills, seed, power, and lie for syncs that do nothing.</summary>
internal static class UpdateCrashCommand
{
    public static async Task<int> RunAsync(IEnumerable<string> words)
    {
        Dictionary<string, string> values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        string? lie = values.GetValueOrDefault("lie");
        var script = new UpdateCrashScript(
            int.Parse(values["kills"], CultureInfo.InvariantCulture),
            int.Parse(values["seed"], CultureInfo.InvariantCulture),
            bool.Parse(values["power"]),
            lie,
            VisitsAll: lie is null);
        using var run = new UpdateCrashRun(script, line => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}"));
        UpdateCrashTally tally = await run.RunAsync();
        Console.WriteLine(tally);
        foreach ((string label, int times) in tally.Labels)
            Console.WriteLine($"  {label}: {times}");
        Console.WriteLine(tally.Holds ? $"update-crash: PASS (seed {script.Seed})" : $"update-crash: FAIL (seed {script.Seed})");
        return tally.Holds ? 0 : 1;
    }
}
