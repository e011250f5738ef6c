using System.CommandLine;
using Edge.Cloud.Commands;

namespace Edge.Cloud;

/// <summary><c>edge-cloud</c>: one file per command. Exit status 0 done, 1 failed, 2 wrong arguments or settings.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("edge-cloud: a fleet's enrolment, messages, releases and rollouts.")
        {
            ServeCommand.Create(),
            OperatorCommand.Create(),
            ApiTokenCommand.Create(),
            EnrolmentTokenCommand.Create(),
            BrokerConfigCommand.Create(),
        };
        SettingsOptions.AddTo(root);
        ParseResult parsed = root.Parse(args);
        // Signals are the host's own: System.CommandLine would end the process before requests have.
        int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitStatus.BadInput : status;
    }
}
