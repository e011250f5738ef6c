using System.CommandLine;
using Edge.Tool.Alerts;
using Edge.Tool.Bench;
using Edge.Tool.Fleet;
using Edge.Tool.Keys;
using Edge.Tool.Models;
using Edge.Tool.Receipts;
using Edge.Tool.Releases;
using Edge.Tool.Rollouts;
using Edge.Tool.Stations;
using Edge.Vision.Inference;

namespace Edge.Tool;

/// <summary><c>edgectl</c>: one file per command. Exit status 0 done, 1 failed, 2 wrong arguments or bad input.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        // Hidden: how a parent tries a model in a child process. Before all else, so that the child's limits hold for little but the model.
        if (args is ["probe-model", .. string[] probe])
            return ModelProbe.RunChild(probe);
        // Hidden: the process that 'model bench' measures a model in.
        if (args is [BenchChild.CommandName, .. string[] measured])
            return BenchChild.Run(measured);

        var root = new RootCommand("edgectl: measure models, benchmark the pipeline, read alerts.")
        {
            new Command("model", "Measure, quantize, prune, pack and sign models.")
            {
                ModelInspectCommand.Create(),
                ModelEvaluateCommand.Create(),
                ModelQuantizeCommand.Create(),
                ModelPackCommand.Create(),
                ModelPruneCommand.Create(),
                ModelVerifyCommand.Create(),
                ModelSignCommand.Create(),
                ModelPullCommand.Create(),
                ModelBenchCommand.Create(),
                ModelCompareCommand.Create(),
            },
            new Command("key", "Keys that packs are signed with.") { KeyNewCommand.Create() },
            new Command("release", "Releases for a fleet: sign them, bring them to a cloud or onto a stick.")
            {
                ReleaseInitCommand.Create(),
                ReleasePublishCommand.Create(),
                ReleaseWithdrawCommand.Create(),
                ReleaseRenewCommand.Create(),
                ReleaseRotateCommand.Create(),
                new Command("root", "A new root that several people sign, each on a machine of their own.") { ReleaseRootSignCommand.Create(), ReleaseRootFinishCommand.Create() },
                ReleasePushCommand.Create(),
                ReleaseVerifyCommand.Create(),
                ReleaseExportCommand.Create(),
                ReleaseShowCommand.Create(),
            },
            new Command("rollout", "Take a release to the devices of a fleet, ring by ring.")
            {
                RolloutCreateCommand.Create(),
                RolloutListCommand.Create(),
                RolloutShowCommand.Create(),
                RolloutPauseCommand.Create(),
                RolloutResumeCommand.Create(),
                RolloutAdvanceCommand.Create(),
                RolloutAbortCommand.Create(),
            },
            new Command("bench", "Measure speed on this machine.") { BenchPipelineCommand.Create() },
            new Command("station", "Inspection stations: teach by good parts, what they find and what they miss, shift reports.")
            {
                StationTeachCommand.Create(),
                StationEvaluateCommand.Create(),
                StationReportCommand.Create(),
                StationPrintCommand.Create(),
            },
            new Command("receipts", "What inspection stations have signed: check it, read it.") { ReceiptsVerifyCommand.Create(), ReceiptsShowCommand.Create() },
            new Command("fleet", "The devices of a cloud, real and simulated.")
            {
                FleetDemoCommand.Create(),
                FleetSimulateCommand.Create(),
                new Command("feedback", "What operators made of alerts and verdicts.") { FleetFeedbackExportCommand.Create() },
            },
            new Command("alerts", "Read alerts as a subscriber received them.")
            {
                AlertsPrintCommand.Create(),
                AlertsAwaitCommand.Create(),
                AlertsSummaryCommand.Create(),
            },
        };

        ParseResult parsed = root.Parse(args);
        int status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        // System.CommandLine answers 1 to arguments that it cannot read; our convention is 2.
        return parsed.Errors.Count > 0 ? ExitStatus.BadInput : status;
    }
}
