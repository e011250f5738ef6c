using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>One life of the child.</summary>
internal sealed class CrashChild : IDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _errors = new();

    private CrashChild(Process process, ConcurrentDictionary<string, long> committed)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        _reading = ReadAsync(committed);
    }

    /// <summary>Starts it. What it says it has committed goes into <paramref name="committed"/>: the highest number by camera.</summary>
    public static CrashChild Start(ProcessStartInfo start, ConcurrentDictionary<string, long> committed)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new CrashChild(Process.Start(start)!, committed);
    }

    /// <summary>Waits until it is ready; false where it died before.</summary>
    public async Task<bool> ReadyAsync() =>
        await Task.WhenAny(_ready.Task, _reading).WaitAsync(TimeSpan.FromSeconds(60)) == _ready.Task;

    /// <summary>Waits until everything is delivered.</summary>
    public async Task DrainedAsync(TimeSpan patience)
    {
        if (await Task.WhenAny(_drained.Task, _reading).WaitAsync(patience) != _drained.Task)
            throw new InvalidOperationException($"The child ended by itself: {_errors}");
    }

    /// <summary>Waits for its end at most <paramref name="time"/>, then kill -9; every word it said is read.</summary>
    public async Task EndAsync(TimeSpan time)
    {
        await Task.WhenAny(_reading, Task.Delay(time));
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        // 128 + 9: killed, by us or by itself at a label. Anything else is a fault of the child.
        if (_process.ExitCode != 137)
            throw new InvalidOperationException($"The child ended with {_process.ExitCode}: {_errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task ReadAsync(ConcurrentDictionary<string, long> committed)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            string[] words = line.Split(' ');
            switch (words)
            {
                case ["ready"]:
                    _ready.TrySetResult();
                    break;
                case ["drained"]:
                    _drained.TrySetResult();
                    break;
                case ["committed", string camera, string number]:
                    long value = long.Parse(number, CultureInfo.InvariantCulture);
                    committed.AddOrUpdate(camera, value, (_, old) => Math.Max(old, value));
                    break;
            }
        }
    }
}
