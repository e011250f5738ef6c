using System.CommandLine;

namespace Edge.Agent.Commands;

internal static class BenchPipelineCommand
{
    public static Command Create() => new("bench-pipeline", "x");
}
