using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Edge.Tool.Alerts;

/// <summary><c>edgectl alerts await</c>: waits until a subscriber has what the agent says was delivered.</summary>
internal static class AlertsAwaitCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var summary = new Option<string>("--summary") { Description = "The agent's summary (edge-agent run --summary FILE)", Required = true };
        var received = new Option<string>("--received") { Description = "File to which a subscriber writes, one CloudEvents JSON a line; it may still grow, or not be there yet", Required = true };
        var timeout = new Option<TimeSpan?>("--timeout")
        {
            Description = "Longest wait: a number and ms, s, m or h, for example 500ms, 2s, 1m; default 10s",
            CustomParser = ReadDuration,
        };
        var command = new Command("await", """
            Waits until the subscriber's file holds the beginning of as many distinct alerts as the agent surely delivered: its summary's alerts less pendingMessages.
              Exit status: 0 they are there; 1 they were not in time; 2 the summary can't be read.
              Example: edgectl alerts await --summary summary.json --received received.jsonl --timeout 2s
            """)
        {
            summary, received, timeout,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new EndSignals();
            try
            {
                long wanted = AgentSummary.Read(parsed.GetValue(summary)!).Delivered;
                return await AwaitAsync(wanted, parsed.GetValue(received)!, parsed.GetValue(timeout) ?? DefaultTimeout, TimeProvider.System, Console.Error, signals.Token);
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    /// <summary>Looks every 50 ms until the file holds <paramref name="wanted"/> alerts or <paramref name="timeout"/> is over; looks once at least.</summary>
    internal static async Task<int> AwaitAsync(long wanted, string received, TimeSpan timeout, TimeProvider time, TextWriter errors, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        var tally = new AlertTally();
        FileStream? file = null;
        LineReader? lines = null;
        try
        {
            while (true)
            {
                if (file is null && File.Exists(received))
                {
                    file = ReceivedFile.Open(received);
                    lines = new LineReader(file);
                }

                if (lines is not null)
                    await ReceivedFile.AddNewAsync(lines, tally, cancellation);
                if (tally.Alerts >= wanted)
                    return ExitStatus.Done;
                if (time.GetElapsedTime(start) >= timeout)
                    break;
                await Task.Delay(Interval, time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // What was received so far is told below, as at the timeout.
        }
        finally
        {
            if (file is not null)
                await file.DisposeAsync();
        }

        await errors.WriteLineAsync($"edgectl: {received}: {tally.Alerts} of {wanted} alerts after {time.GetElapsedTime(start).TotalSeconds:0.0} s");
        return ExitStatus.Failed;
    }

    private static TimeSpan? ReadDuration(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        string unit = text.TrimStart([.. "0123456789."]);
        double seconds = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => double.NaN };
        if (double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * seconds is >= 0 and <= 86_400)
        {
            return TimeSpan.FromSeconds(number * seconds);
        }

        result.AddError($"--timeout is '{text}'; allowed: a number and ms, s, m or h, from 0s to 24h");
        return null;
    }
}
