using System.CommandLine;
using Edge.Tool.Fleet.Demo;

namespace Edge.Tool.Fleet;

/// <summary><c>edgectl fleet demo</c>: a cloud, a broker and five real agents on this machine; a new model rolled out, a bad one halted and taken back.</summary>
internal static class FleetDemoCommand
{
    private const string DefaultBrowser = "/usr/bin/chromium";

    public static Command Create()
    {
        var folder = new Option<string?>("--out") { Description = "Folder for data, logs, pictures and the timeline, new or empty; default: a new one under the system's temporary folder" };
        var devices = new Option<int>("--devices") { Description = "How many devices, 2 to 50", DefaultValueFactory = _ => 5 };
        var soak = new Option<double>("--soak") { Description = "Seconds that each device is watched under a new release", DefaultValueFactory = _ => 20 };
        var browser = new Option<string>("--browser") { Description = "Chromium, for pictures of the dashboard; 'none' takes none", DefaultValueFactory = _ => DefaultBrowser };
        var command = new Command("demo", "A cloud, a broker and real agents on this machine: a new model goes to one, then to all; a bad one is halted and taken back by itself. A few minutes.")
        {
            folder, devices, soak, browser,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new EndSignals();
            if (parsed.GetValue(devices) is < 2 or > 50 || !(parsed.GetValue(soak) is >= 5 and <= 3600))
                return await FailAsync("--devices must be 2 to 50, --soak 5 to 3600", ExitStatus.BadInput);
            string? agent = Program("EDGE_AGENT", "edge-agent"), cloud = Program("EDGE_CLOUD", "edge-cloud");
            if (agent is null || cloud is null)
                return await FailAsync("set EDGE_AGENT and EDGE_CLOUD to the programs of agent and cloud (bash deploy/fleet-demo.sh builds both and does)", ExitStatus.BadInput);
            string place = Path.GetFullPath(parsed.GetValue(folder) ?? Directory.CreateTempSubdirectory("edge-fleet-demo-").FullName);
            Directory.CreateDirectory(place);
            if (Directory.EnumerateFileSystemEntries(place).Any())
                return await FailAsync($"'{place}' is not empty; the demonstration begins with nothing", ExitStatus.BadInput);
            string shown = parsed.GetValue(browser)!;
            var options = new DemoOptions { Folder = place, Agent = agent, Cloud = cloud, Devices = parsed.GetValue(devices), SoakSeconds = parsed.GetValue(soak), Browser = File.Exists(shown) ? shown : null };
            try
            {
                IReadOnlyList<string> failures = await new FleetDemo(options, TimeProvider.System).RunAsync(signals.Token);
                await Console.Out.WriteLineAsync($"\n{(failures.Count == 0 ? "All as it must be." : $"{failures.Count} things are not as they must be.")} Timeline, pictures and logs: {place}");
                return failures.Count == 0 ? ExitStatus.Done : ExitStatus.Failed;
            }
            catch (DemoException e)
            {
                return await FailAsync($"{e.Message}\nlogs: {place}", ExitStatus.Failed);
            }
            catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
            {
                return ExitStatus.Failed;
            }
        });
        return command;
    }

    private static string? Program(string variable, string name)
    {
        string path = Environment.GetEnvironmentVariable(variable) ?? Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(path) ? Path.GetFullPath(path) : null;
    }

    private static async Task<int> FailAsync(string what, int status)
    {
        await Console.Error.WriteLineAsync("edgectl fleet demo: " + what);
        return status;
    }
}
