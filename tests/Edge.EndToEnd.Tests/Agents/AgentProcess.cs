using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Edge.Testing;

namespace Edge.EndToEnd.Tests.Agents;

/// <summary>One run of the real agent. Killed when disposed.</summary>
internal sealed partial class AgentProcess : IAsyncDisposable
{
    private const int SigHup = 1;
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly string _summaryPath;
    private readonly StringBuilder _log = new();
    private readonly Lock _gate = new();

    private AgentProcess(Process process, string summaryPath)
    {
        _process = process;
        _summaryPath = summaryPath;
    }

    /// <summary>What it said so far, on standard output and standard error.</summary>
    public string Log
    {
        get
        {
            lock (_gate)
                return _log.ToString();
        }
    }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts <c>edge-agent</c> with <paramref name="arguments"/>; the tester's own EDGE__ settings do not reach it.</summary>
    public static AgentProcess Start(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        string summary = Path.Combine(folder, $"summary-{Guid.NewGuid():N}.json");
        var start = new ProcessStartInfo(AgentExecutable.Path) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        if (start.ArgumentList[0] == "run")
        {
            start.ArgumentList.Add("--summary");
            start.ArgumentList.Add(summary);
        }

        foreach (string inherited in start.Environment.Keys.Where(name => name.StartsWith("EDGE_", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(inherited);
        start.Environment["EDGE_MODELS"] = Path.Combine(AgentExecutable.Repository, "models");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        var agent = new AgentProcess(new Process { StartInfo = start }, summary);
        agent._process.ErrorDataReceived += agent.Take;
        agent._process.OutputDataReceived += agent.Take;
        agent._process.Start();
        agent._process.BeginErrorReadLine();
        agent._process.BeginOutputReadLine();
        return agent;
    }

    /// <summary>Returns when it has said <paramref name="text"/>; at once where it has already.</summary>
    public Task WaitForLogAsync(string text) => WaitForLogAsync(text, times: 1);

    /// <summary>Returns when it has said <paramref name="text"/> so many times.</summary>
    public async Task WaitForLogAsync(string text, int times)
    {
        try
        {
            await Deadline.UntilAsync(() => Count(text) >= times || !IsRunning, text);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The agent did not say '{text}' {times} times:\n{Log}");
        }

        if (Count(text) < times)
            await _process.WaitForExitAsync(); // The last lines are read by then.
        Assert.True(Count(text) >= times, $"The agent ended without saying '{text}' {times} times:\n{Log}");
    }

    /// <summary>How often it has said <paramref name="text"/>.</summary>
    public int Count(string text) => Log.Split(text).Length - 1;

    /// <summary>Asks it to end: SIGTERM.</summary>
    public void Terminate() => Signal(SigTerm);

    /// <summary>Asks it to read its configuration again: SIGHUP.</summary>
    public void HangUp() => Signal(SigHup);

    /// <summary>SIGSTOP: it does nothing until <see cref="Thaw"/>.</summary>
    public void Freeze() => Signal(SigStop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(SigCont);

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Signal(SigKill);
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan? within = null)
    {
        using var deadline = new CancellationTokenSource(within ?? Deadline.Default);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The agent did not end within {(within ?? Deadline.Default).TotalSeconds} s:\n{Log}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until it ends, which must be a good end.</summary>
    /// <returns>The run's summary.</returns>
    public async Task<JsonObject> SummaryAsync(TimeSpan? within = null)
    {
        int status = await WaitForExitAsync(within);
        Assert.True(status == 0, $"The agent ended with status {status}:\n{Log}");
        return JsonNode.Parse(await File.ReadAllTextAsync(_summaryPath))!.AsObject();
    }

    /// <summary>SIGTERM, and the run's summary.</summary>
    public async Task<JsonObject> StopAsync()
    {
        Terminate();
        return await SummaryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
            await KillAsync();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_gate)
            _log.AppendLine(line.Data);
    }

    private void Signal(int signal)
    {
        if (IsRunning)
            _ = Kill(_process.Id, signal);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
