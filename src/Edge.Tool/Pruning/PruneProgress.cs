using Edge.Tool.Calibration;
using Spectre.Console;

namespace Edge.Tool.Pruning;

/// <summary>Shows how far long work is, on standard error: bars on a terminal, a line now and then elsewhere, nothing where a machine listens.</summary>
internal static class PruneProgress
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="work"/>.</summary>
    public static T Follow<T>(bool isQuiet, Func<StepReport, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Out.IsTerminal)
            return work(isQuiet ? (_, _, _) => { } : Lines(TimeProvider.System));

        return console.Progress().Start(progress =>
        {
            Dictionary<string, ProgressTask> tasks = [];
            return work((what, done, total) =>
            {
                // Details in brackets change; the bar stays.
                string name = what.Split(" (")[0];
                if (!tasks.TryGetValue(name, out ProgressTask? task))
                    tasks[name] = task = progress.AddTask(name.EscapeMarkup(), maxValue: total);
                task.Value = done;
            });
        });
    }

    private static StepReport Lines(TimeProvider time)
    {
        long last = time.GetTimestamp();
        return (what, done, total) =>
        {
            if (done < total && time.GetElapsedTime(last) < LineEvery)
                return;
            last = time.GetTimestamp();
            Console.Error.WriteLine($"{what}: {done} of {total}");
        };
    }
}
