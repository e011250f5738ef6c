using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary>
/// Says on standard error how far long work is: a bar where a person watches a terminal, a line now and then where a log is written.
/// </summary>
internal sealed class StepProgress(TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private ProgressContext? _bars;
    private ProgressTask? _bar;
    private long _last = time.GetTimestamp();

    /// <summary>Does <paramref name="work"/>, which reports its steps to <see cref="Report"/>.</summary>
    public T Run<T>(Func<T> work)
    {
        if (Console.IsErrorRedirected)
            return work();
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress().AutoClear(true).HideCompleted(true).Start(bars =>
        {
            _bars = bars;
            return work();
        });
    }

    /// <summary>Step <paramref name="done"/> of <paramref name="total"/> of what is being done is done.</summary>
    public void Report(string what, int done, int total)
    {
        lock (_gate)
        {
            if (_bars is not null)
            {
                if (_bar is null || _bar.Description != what.EscapeMarkup())
                    _bar = _bars.AddTask(what.EscapeMarkup(), maxValue: total);
                _bar.MaxValue = total;
                _bar.Value = done;
            }
            else if (time.GetElapsedTime(_last) >= Interval)
            {
                _last = time.GetTimestamp();
                Console.Error.WriteLine($"edgectl: {what}: {done} of {total}");
            }
        }
    }
}
