using System.CommandLine;
using System.Runtime.InteropServices;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent lines</c>: for whoever wires a station: shows its inputs as they change, and drives its outputs, without an agent.</summary>
internal static class LinesCommand
{
    public static Command Create()
    {
        var set = new Option<string[]>("--set")
        {
            Description = "Make an output active until the end, by its setting, such as stations[0].reject.output; the others stay at their safe level",
            AllowMultipleArgumentsPerToken = false,
        };
        var runFor = new Option<string>("--for") { Description = "End by itself after this time: 30s, 5m, 1h" };
        var command = new Command("lines", "Show the configuration's inputs as they change, and drive its outputs. Not while the agent runs: it has the lines. Ctrl-C ends it and makes the outputs safe.") { set, runFor };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async parsed =>
        {
            if (!Durations.TryParse(parsed.GetValue(runFor), out TimeSpan? limit))
            {
                await Console.Error.WriteLineAsync($"--for is '{parsed.GetValue(runFor)}'; allowed: a time with its unit, such as 30s, 5m or 1h");
                return ExitStatus.BadInput;
            }

            return common.Load(parsed) is { } settings ? await RunAsync(settings, parsed.GetValue(set) ?? [], limit) : ExitStatus.BadInput;
        });
        return command;
    }

    private static async Task<int> RunAsync(EdgeSettings settings, string[] active, TimeSpan? limit)
    {
        IReadOnlyList<(string Setting, OutputLineSettings Line)> outputs = ConfiguredLines.Outputs(settings);
        foreach (string name in active.Where(name => outputs.All(output => output.Setting != name)))
        {
            string known = outputs.Count == 0 ? "none, since the configuration names no output" : string.Join(", ", outputs.Select(output => output.Setting));
            await Console.Error.WriteLineAsync($"--set {name}: there is no such output; allowed: {known}");
            return ExitStatus.BadInput;
        }

        using Microsoft.Extensions.Logging.ILoggerFactory loggers = AgentLog.Create();
        using var lines = new LineBank(settings.Gpio, TimeProvider.System, loggers.CreateLogger("Edge.Agent"));
        using var lastResort = new LastResort(lines);
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        bool failed = false;
        foreach ((string setting, OutputLineSettings line) in outputs)
            failed |= !Try(() => Drive(lines, setting, line, active.Contains(setting)));
        foreach ((string setting, InputLineSettings line) in ConfiguredLines.Inputs(settings))
            failed |= !Try(() => Watch(lines, setting, line));
        Console.Out.WriteLine("watching; Ctrl-C ends");
        await Task.Delay(limit ?? Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return failed ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static void Drive(LineBank lines, string setting, OutputLineSettings line, bool active)
    {
        IOutputLine output = lines.OpenOutput(line);
        if (active)
            output.Set(true);
        Console.Out.WriteLine($"{setting}: {(active ? "set active" : "at its safe level")}, reads {Word(output.ReadBack())}");
    }

    private static void Watch(LineBank lines, string setting, InputLineSettings line)
    {
        // Both edges, whichever of them counts: who wires wants to see the line.
        IInputLine input = lines.OpenInput(line with { Edge = LineEdges.Both }, edge => Console.Out.WriteLine($"{setting}: became {Word(edge.Active)}"));
        Console.Out.WriteLine($"{setting}: is {Word(input.IsActive)}");
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (LineException e)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }

    private static string Word(bool active) => active ? "active" : "inactive";

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
