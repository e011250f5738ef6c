using System.CommandLine;
using Edge.Agent.Bench;
using Edge.Agent.Configuration;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent bench-pipeline</c>: how fast the frame path is here, and what it allocates. Needs no broker and leaves nothing behind.</summary>
internal static class BenchPipelineCommand
{
    private const int MaximumFrames = 60_000;

    public static Command Create()
    {
        var frames = new Option<int>("--frames") { Description = "Frames to measure after the warm-up", DefaultValueFactory = _ => 300 };
        var rounds = new Option<int>("--rounds") { Description = "Turns that the frame path, decoding alone and inference alone take; rates are medians over them", DefaultValueFactory = _ => 3 };
        var gate = new Option<bool>("--gate") { Description = "Let the motion gate spare still frames the inference" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("bench-pipeline", "Stage times, throughput and allocation of the frame path, with decode-only and inference-only rates from the same run.")
        {
            frames, rounds, gate, json,
        };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new BenchOptions(parsed.GetValue(frames), parsed.GetValue(rounds), parsed.GetValue(gate));
            if (options.Frames is < 1 or > MaximumFrames)
                return await RefuseAsync($"--frames is {options.Frames}; allowed: 1 to {MaximumFrames}");
            if (options.Rounds is < 1 or > 100)
                return await RefuseAsync($"--rounds is {options.Rounds}; allowed: 1 to 100");
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            return await RunAsync(settings, options, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(EdgeSettings settings, BenchOptions options, bool json, CancellationToken cancellationToken)
    {
        using ILoggerFactory loggers = AgentLog.Create();
        try
        {
            var bench = new PipelineBench(settings, options, loggers, text => Console.Error.WriteLine("bench: " + text));
            BenchReport report = await bench.RunAsync(cancellationToken);
            await Console.Out.WriteAsync(json ? report.ToJson() + "\n" : report.ToText());
            return ExitStatus.Done;
        }
        catch (Exception e) when (e is ModelRefusedException or BenchException or FormatException)
        {
            return await RefuseAsync(e.Message);
        }
        catch (OperationCanceledException)
        {
            return ExitStatus.Failed;
        }
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync("edge-agent: " + why);
        return ExitStatus.BadInput;
    }
}
