using System.Globalization;
using Edge.Agent.Configuration;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>A crash run by hand: deploy/crash.sh. <c>name=value</c> words: program, rounds, seed, receipt, power, synchronous.</summary>
internal static class CrashCommand
{
    public static async Task<int> RunAsync(IEnumerable<string> words)
    {
        Dictionary<string, string> values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var script = new CrashScript
        {
            Seed = int.Parse(values["seed"], CultureInfo.InvariantCulture),
            Rounds = int.Parse(values["rounds"], CultureInfo.InvariantCulture),
            Receipt = Enum.Parse<DeliveryReceipt>(values["receipt"], ignoreCase: true),
            PowerCuts = bool.Parse(values["power"]),
            Synchronous = bool.Parse(values["synchronous"]),
            // With the broker's receipt a killed broker does lose what it took: that is what the cloud's receipt is for.
            BrokerKillEvery = string.Equals(values["receipt"], nameof(DeliveryReceipt.Cloud), StringComparison.OrdinalIgnoreCase) ? 5 : 0,
            TellEvery = 10,
            Program = values["program"] == "agent" ? new AgentProgram() : new OutboxHostProgram(),
        };
        CrashVerdict verdict = await new CrashRun(script, line => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}")).RunAsync();
        Console.WriteLine(verdict.Holds ? $"crash: PASS (seed {script.Seed})" : $"crash: FAIL (seed {script.Seed})");
        return verdict.Holds ? 0 : 1;
    }
}
