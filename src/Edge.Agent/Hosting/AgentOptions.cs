using Edge.Agent.Configuration;

namespace Edge.Agent.Hosting;

/// <summary>How one run of the agent was asked for on the command line.</summary>
internal sealed record AgentOptions
{
    /// <summary>The configuration file; null runs on the default configuration.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Source and model over the configuration's.</summary>
    public CommandLineOverrides Overrides { get; init; } = CommandLineOverrides.None;

    /// <summary>End by itself after this time; null runs until it is told to end.</summary>
    public TimeSpan? RunFor { get; init; }

    /// <summary>End by itself when every camera is a recording and at its end.</summary>
    public bool ExitWhenDone { get; init; }

    /// <summary>Write a summary of the run to this file; null writes none.</summary>
    public string? SummaryPath { get; init; }
}
