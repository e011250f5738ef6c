using System.Globalization;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>A run by hand: deploy/receipts-crash.sh. <c>name=value</c> words: kills, seed, power, synchronous.</summary>
internal static class ReceiptCrashCommand
{
    public static async Task<int> RunAsync(IEnumerable<string> words)
    {
        Dictionary<string, string> values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var script = new ReceiptCrashScript(
            int.Parse(values["kills"], CultureInfo.InvariantCulture),
            int.Parse(values["seed"], CultureInfo.InvariantCulture),
            bool.Parse(values["power"]),
            bool.Parse(values["synchronous"]));
        ReceiptCrashTally tally = await new ReceiptCrashRun(script, line => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}")).RunAsync();
        Console.WriteLine(tally);
        Console.WriteLine(tally.Holds ? $"receipts-crash: PASS (seed {script.Seed})" : $"receipts-crash: FAIL (seed {script.Seed})");
        return tally.Holds ? 0 : 1;
    }
}
