using System.CommandLine;
using Edge.Tool.Bench;
using Edge.Tool.Models;

namespace Edge.Tool;

/// <summary><c>edgectl</c>: one file per command. Exit status 0 done, 1 failed, 2 wrong arguments or bad input.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand("edgectl: measure models, benchmark the pipeline, read alerts.")
        {
            new Command("model", "Measure models.") { ModelEvaluateCommand.Create() },
            new Command("bench", "Measure speed on this machine.") { BenchPipelineCommand.Create() },
        };

        ParseResult parsed = root.Parse(args);
        int status = await parsed.InvokeAsync();
        // System.CommandLine answers 1 to arguments that it cannot read; our convention is 2.
        return parsed.Errors.Count > 0 ? ExitStatus.BadInput : status;
    }
}
