using System.CommandLine;
using Edge.Agent.Configuration;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent check-config</c>: every fault of a configuration, with its line; starts nothing.</summary>
internal static class CheckConfigCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The configuration file" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("check-config", "Say every fault of a configuration, with its line. Exit status 0 good, 2 faulty.") { path, json };
        command.SetAction(parsed => ConfigurationCheck.Run(
            parsed.GetValue(path), SettingsLoader.ProcessEnvironment(), CommandLineOverrides.None, Console.Out, parsed.GetValue(json)));
        return command;
    }
}
