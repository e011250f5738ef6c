using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Edge.Agent.Commands;

/// <summary>Where the agent logs: standard error, one line an entry; under systemd in the form that the journal reads levels from.</summary>
internal static class AgentLog
{
    /// <summary>A factory; <c>EDGE_LOG</c> sets the level (trace, debug, information, warning, error).</summary>
    public static ILoggerFactory Create() => LoggerFactory.Create(builder =>
    {
        bool isJournal = Environment.GetEnvironmentVariable("JOURNAL_STREAM") is not null;
        LogLevel level = Enum.TryParse(Environment.GetEnvironmentVariable("EDGE_LOG"), ignoreCase: true, out LogLevel wanted) ? wanted : LogLevel.Information;
        builder.SetMinimumLevel(level);
        if (isJournal)
            builder.AddSystemdConsole(options => options.IncludeScopes = false);
        else
            builder.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat, options.ColorBehavior) = (true, "HH:mm:ss ", LoggerColorBehavior.Disabled));
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    });
}
