using System.CommandLine;
using Edge.Agent.Capture.Synthetic;
using Edge.Agent.Commands;
using Edge.Agent.Health;
using Edge.Vision.Inference;

namespace Edge.Agent;

/// <summary><c>edge-agent</c>: one file per command. Exit status 0 done, 1 failed, 2 wrong arguments or configuration, 70 parts hang beyond repair.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        NativeHeap.LimitArenas();

        // Not for people: the child that tries a model, and the data set that trains one. They read their own arguments.
        switch (args.FirstOrDefault())
        {
            case "probe-model":
                return ModelProbe.RunChild(args[1..]);
            case "synthetic-export":
                return SyntheticExport.Run(args[1..]);
        }

        var root = new RootCommand("edge-agent: sees, decides and tells. Cameras in, alerts over MQTT out.")
        {
            RunCommand.Create(),
            EnrollCommand.Create(),
            UpdateCommand.Create(),
            CheckConfigCommand.Create(),
            BenchPipelineCommand.Create(),
            HealthcheckCommand.Create(),
            SafeOutputsCommand.Create(),
            LinesCommand.Create(),
            SubscriberOptionsCommand.Create(),
            ConveyorCommand.Create(),
            TufCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        // Signals are the run command's own: System.CommandLine would end the process before the cameras have.
        int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitStatus.BadInput : status;
    }
}
