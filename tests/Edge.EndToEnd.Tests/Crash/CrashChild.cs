using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>One life of the child.</summary>
internal sealed class CrashChild : IDisposable
{
    private const int LinesKept = 60;
    private readonly Process _process;
    private readonly Func<string, bool> _isReady;
    private readonly Task _reading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _errors = new();

    private CrashChild(Process process, Func<string, bool> isReady, ConcurrentDictionary<string, long> committed)
    {
        _process = process;
        _isReady = isReady;
        process.ErrorDataReceived += (_, line) => HearError(line.Data);
        process.BeginErrorReadLine();
        _reading = ReadAsync(committed);
    }

    /// <summary>What it said last on its standard error.</summary>
    public string Errors => string.Join('\n', _errors);

    /// <summary>Starts it. What it says it has committed goes into <paramref name="committed"/>: the highest number by camera.</summary>
    public static CrashChild Start(ProcessStartInfo start, Func<string, bool> isReady, ConcurrentDictionary<string, long> committed)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new CrashChild(Process.Start(start)!, isReady, committed);
    }

    /// <summary>Waits until it is ready; false where it died before.</summary>
    public async Task<bool> ReadyAsync() =>
        await Task.WhenAny(_ready.Task, _reading).WaitAsync(TimeSpan.FromSeconds(60)) == _ready.Task;

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Waits for its end at most <paramref name="time"/>, then kill -9; every word it said is read.</summary>
    /// <returns>Whether it got to the place where it was to kill itself.</returns>
    public async Task<bool> EndAsync(TimeSpan time)
    {
        using var early = new CancellationTokenSource();
        await Task.WhenAny(_reading, Task.Delay(time, early.Token));
        await early.CancelAsync();
        bool byItself = _reading.IsCompleted;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        // 128 + 9: killed, by us or by itself at a label. Anything else is a fault of the child.
        if (_process.ExitCode != 137)
            throw new InvalidOperationException($"The child ended with {_process.ExitCode}: {Errors}");
        return byItself;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void HearError(string? line)
    {
        if (line is null)
            return;
        _errors.Enqueue(line);
        while (_errors.Count > LinesKept)
            _errors.TryDequeue(out _);
        if (_isReady(line))
            _ready.TrySetResult();
    }

    private async Task ReadAsync(ConcurrentDictionary<string, long> committed)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (_isReady(line))
                _ready.TrySetResult();
            if (line.Split(' ') is ["committed", string camera, string number])
            {
                long value = long.Parse(number, CultureInfo.InvariantCulture);
                committed.AddOrUpdate(camera, value, (_, old) => Math.Max(old, value));
            }
        }
    }
}
