using System.Diagnostics;
using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Hosting;

/// <summary>Tries a new agent before it is started for good: it must read this device's configuration and find no fault in it, in a process of its own and a bounded time.</summary>
internal static class AgentTrial
{
    private const int MaximumTold = 400;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Tries <paramref name="program"/>.</summary>
    /// <param name="program">The unpacked agent.</param>
    /// <param name="configPath">The configuration that it is to run with; null: none.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UpdateRefusedException">It does not start, hangs, or refuses the configuration.</exception>
    public static async Task RunAsync(string program, string? configPath, TimeProvider time, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in configPath is null ? (IEnumerable<string>)["--version"] : ["check-config", configPath])
            start.ArgumentList.Add(argument);
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using Process process = Start(start);
        try
        {
            Task<string> said = process.StandardError.ReadToEndAsync(either.Token);
            Task<string> printed = process.StandardOutput.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            string told = (await said + await printed).Trim();
            if (process.ExitCode != 0)
                throw new UpdateRefusedException(UpdateFault.SelfTest, $"the new agent ends with status {process.ExitCode} on this device's configuration: {told[..Math.Min(told.Length, MaximumTold)]}", "configuration");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new UpdateRefusedException(UpdateFault.SelfTest, $"the new agent did not read this device's configuration within {Limit.TotalSeconds:0} s", "hangs");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new UpdateRefusedException(UpdateFault.SelfTest, $"the new agent can't be started: {e.Message}", "start", e);
        }
    }
}
