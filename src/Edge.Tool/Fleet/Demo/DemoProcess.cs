using System.Diagnostics;

namespace Edge.Tool.Fleet.Demo;

/// <summary>A program that runs beside the demonstration, its output in a log; ended with it. Like a service manager it starts again what ends with status 75.</summary>
internal sealed class DemoProcess : IAsyncDisposable
{
    private const int StartAgain = 75;
    private static readonly TimeSpan EndTimeout = TimeSpan.FromSeconds(15);
    private readonly ProcessStartInfo _start;
    private readonly StreamWriter _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _id;

    private DemoProcess(ProcessStartInfo start, string log)
    {
        _start = start;
        LogFile = log;
        _log = new StreamWriter(log, append: true) { AutoFlush = true };
        _running = RunAsync();
    }

    /// <summary>What it said.</summary>
    public string LogFile { get; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether it has ended, and not to be started again.</summary>
    public bool HasEnded => _running.IsCompleted;

    /// <summary>Starts a program.</summary>
    public static DemoProcess Start(string program, IEnumerable<string> arguments, string log, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = Info(program, arguments);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new DemoProcess(start, log);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="DemoException">It ended with another status than 0.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        ProcessStartInfo start = Info(program, arguments);
        using Process process = Process.Start(start)!;
        Task<string> said = process.StandardError.ReadToEndAsync(cancellation);
        string printed = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? printed
            : throw new DemoException($"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList.Take(3))} ended with status {process.ExitCode}: {(await said).Trim()}");
    }

    /// <summary>Ends it: SIGTERM, and what does not end by then is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (!_running.IsCompleted)
        {
            using Process kill = Process.Start("kill", ["-TERM", _id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _running.WaitAsync(EndTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_running.IsCompleted)
                Process.Start("kill", ["-KILL", _id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        }

        await _running;
        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private static ProcessStartInfo Info(string program, IEnumerable<string> arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        UseShellExecute = false,
    };

    private async Task RunAsync()
    {
        do
        {
            using Process process = Process.Start(_start)!;
            _id = process.Id;
            Starts++;
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            await process.WaitForExitAsync();
            if (process.ExitCode != StartAgain)
                return;
        }
        while (!_stop.IsCancellationRequested);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_log)
            _log.WriteLine(line.Data);
    }
}
