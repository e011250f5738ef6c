using System.CommandLine;
using System.Diagnostics;

namespace Edge.Tool.Bench;

/// <summary>
/// <c>edgectl bench pipeline</c>: runs the real agent's frame path, capture to alert, as fast as it goes, and beside it in the same
/// process decoding alone and inference alone. The agent measures itself; this command finds it and passes its answer on.
/// </summary>
internal static class BenchPipelineCommand
{
    public static Command Create()
    {
        var source = new Option<string>("--source") { Description = "Recorded source to run on: a video file, images: folder, synthetic:street", Required = true };
        var model = new Option<string>("--model") { Description = "An .onnx file or a pack; default: the pack that ships" };
        var config = new Option<string>("--config") { Description = "edge.yaml with zones, rules and thresholds" };
        var frames = new Option<int>("--frames") { Description = "Frames to measure after the warm-up", DefaultValueFactory = _ => 300 };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("pipeline", "Stage times, throughput and allocation of the frame path, with decode-only and inference-only rates from the same run.")
        {
            source, model, config, frames, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            List<string> arguments = ["bench-pipeline", "--source", parsed.GetValue(source)!, "--frames", parsed.GetValue(frames).ToString()];
            if (parsed.GetValue(model) is { } modelPath)
                arguments.AddRange(["--model", modelPath]);
            if (parsed.GetValue(config) is { } configPath)
                arguments.AddRange(["--config", configPath]);
            if (parsed.GetValue(json))
                arguments.Add("--json");
            return RunAgentAsync(arguments, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAgentAsync(List<string> arguments, CancellationToken cancellationToken)
    {
        string agent = Environment.GetEnvironmentVariable("EDGE_AGENT") ?? Path.Combine(AppContext.BaseDirectory, "edge-agent");
        if (!File.Exists(agent))
        {
            await Console.Error.WriteLineAsync($"edgectl: no agent at '{agent}'; set EDGE_AGENT to the path of edge-agent");
            return ExitStatus.Failed;
        }

        using Process process = Process.Start(new ProcessStartInfo(agent, arguments) { UseShellExecute = false })!;
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            return ExitStatus.Failed;
        }

        return process.ExitCode;
    }
}
