using System.Globalization;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>A run by hand: deploy/station-test.sh. <c>name=value</c> words.</summary>
internal static class StationCommand
{
    public static async Task<int> RunAsync(IEnumerable<string> words)
    {
        Dictionary<string, string> values = words.Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var script = new StationScript(Whole("parts", 10_000), Whole("kills", 1), Whole("seed", 1))
        {
            Speed = Whole("speed", 400),
            Spacing = Whole("spacing", 50),
            StopEvery = Whole("stop-every", 0),
            ByTime = values.GetValueOrDefault("measure") == "time",
            Keep = values.GetValueOrDefault("keep"),
        };
        StationTally tally = await new StationRun(script, line => Console.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {line}")).RunAsync();
        Console.Write(tally);
        Console.WriteLine(tally.Holds ? $"station-test: PASS (seed {script.Seed})" : $"station-test: FAIL (seed {script.Seed})");
        return tally.Holds ? 0 : 1;

        int Whole(string name, int usual) => values.TryGetValue(name, out string? text) ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
    }
}
