namespace Edge.Vision.Inference;

/// <summary>How <see cref="GraphRunner"/> runs a graph.</summary>
public sealed record GraphRunnerOptions
{
    /// <summary>How much the runtime may change the graph; the default is all that the agent lets it.</summary>
    public GraphOptimization Optimization { get; init; } = GraphOptimization.All;

    /// <summary>Threads for one operator; 0 is one for each core.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where the graph is written as the runtime will really run it; null writes nothing.</summary>
    public string? OptimizedModelPath { get; init; }

    /// <summary>Beginning of the path of the runtime's profile (see <see cref="GraphRunner.EndProfile"/>); null takes none.</summary>
    public string? ProfilePrefix { get; init; }
}
