using System.CommandLine;
using Edge.Agent.Gpio;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent safe-outputs</c>: every output of the configuration to its safe level. The service manager runs it whenever the agent has ended, killed too.</summary>
internal static class SafeOutputsCommand
{
    public static Command Create()
    {
        var command = new Command("safe-outputs", "Put every output of the configuration to its safe level, and read it back. Not while the agent runs: it has the lines. Exit status 0 all are safe, 1 not all.");
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            using ILoggerFactory loggers = AgentLog.Create();
            using var lines = new LineBank(settings.Gpio, TimeProvider.System, loggers.CreateLogger("Edge.Agent"));
            int failed = SafeOutputs.Make(settings, lines, Console.Out.WriteLine);
            return failed == 0 ? ExitStatus.Done : ExitStatus.Failed;
        });
        return command;
    }
}
