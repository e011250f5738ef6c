using Edge.Tool.Calibration;
using Spectre.Console;

namespace Edge.Tool;

/// <summary>Says on standard error how far long work is: a bar for each part of it where a person watches a terminal, otherwise a line now and then.</summary>
internal static class StepProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Does <paramref name="work"/>, which tells its steps to the report that it is given, from any thread.</summary>
    public static T Follow<T>(Func<StepReport, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Out.IsTerminal)
            return work(Lines(TimeProvider.System));

        return console.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(bars => work(Bars(bars)));
    }

    private static StepReport Bars(ProgressContext bars)
    {
        Dictionary<string, ProgressTask> tasks = [];
        Lock gate = new();
        return (what, done, total) =>
        {
            // Details in brackets change; the bar stays.
            string name = what.Split(" (")[0];
            lock (gate)
            {
                if (!tasks.TryGetValue(name, out ProgressTask? task))
                    tasks[name] = task = bars.AddTask(name.EscapeMarkup(), maxValue: total);
                task.MaxValue = total;
                task.Value = done;
            }
        };
    }

    private static StepReport Lines(TimeProvider time)
    {
        long last = time.GetTimestamp();
        Lock gate = new();
        return (what, done, total) =>
        {
            lock (gate)
            {
                if (time.GetElapsedTime(last) < BetweenLines)
                    return;
                last = time.GetTimestamp();
                Console.Error.WriteLine($"edgectl: {what}: {done} of {total}");
            }
        };
    }
}
