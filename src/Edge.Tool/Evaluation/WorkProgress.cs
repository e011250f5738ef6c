using Spectre.Console;

namespace Edge.Tool.Evaluation;

/// <summary>Says on standard error how far long work is: a bar in a terminal, otherwise a line now and then. Not thread safe.</summary>
internal static class WorkProgress
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    /// <summary>Does <paramref name="work"/>, which calls the step that it is given once for each of <paramref name="steps"/>.</summary>
    public static void Run(string title, int steps, TimeProvider time, Action<Action> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Ansi)
        {
            Lines(title, steps, time, work);
            return;
        }

        console.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask(title.EscapeMarkup(), maxValue: steps);
                work(() => task.Increment(1));
            });
    }

    private static void Lines(string title, int steps, TimeProvider time, Action<Action> work)
    {
        long last = time.GetTimestamp();
        int done = 0;
        work(() =>
        {
            done++;
            if (time.GetElapsedTime(last) < BetweenLines)
                return;
            last = time.GetTimestamp();
            Console.Error.WriteLine($"{title}: {done} of {steps}");
        });
    }
}
