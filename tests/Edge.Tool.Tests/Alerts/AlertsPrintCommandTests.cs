using System.Diagnostics;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Tool.Alerts;

namespace Edge.Tool.Tests.Alerts;

public sealed class AlertsPrintCommandTests
{
    [Fact]
    public async Task Print_MessagesOnStandardInput_SaidAsTheyComeBeforeTheInputEnds()
    {
        using Process process = ToolProcess.Start("alerts", "print");
        await process.StandardInput.WriteAsync(Some.Line(Some.Alert()) + "\n");
        await process.StandardInput.FlushAsync();
        string? first = await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Default);
        Assert.Equal("12:34:56.789  NEW      gate  person-enters  person entered zone scene  score 0.88  track 7", first);

        // The last line has no end: its writer was killed.
        await process.StandardInput.WriteAsync(Some.Line(Some.Alert(AlertMessageKind.Present, AlertMessagePhase.Ended)));
        process.StandardInput.Close();
        (int status, string output, string errors) = await ToolProcess.EndAsync(process);
        Assert.Equal(0, status);
        Assert.Contains("ended", Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Print_LinesThatAreNoAlerts_CountedOnStandardErrorAtTheEnd()
    {
        string good = Some.Line(Some.Alert());
        string[] bad =
        [
            "", "not json", "[]", "null", "{}", "\0", "{\"data\":" + new string('[', 10_000), good[..^10],
            Some.Line(Some.Alert(), type: EventTypes.Telemetry),
            good.Replace("\"phase\":\"new\"", "\"phase\":\"newer\"", StringComparison.Ordinal),
            good.Replace("\"camera\":\"gate\"", "\"camera\":null", StringComparison.Ordinal),
        ];
        var (output, errors) = (new StringWriter(), new StringWriter());
        using var input = new MemoryStream(Some.Lines([.. bad, good]));

        int status = await AlertsPrintCommand.PrintAsync(input, new AlertText(TimeZoneInfo.Utc, false), output, errors, CancellationToken.None);

        Assert.Equal(0, status);
        Assert.Contains("gate", Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.StartsWith($"edgectl: {bad.Length} lines were no alert messages", errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_TerminatedWhileItWaits_EndsWellAndCounts()
    {
        using Process process = ToolProcess.Start("alerts", "print");
        await process.StandardInput.WriteAsync("nonsense\n" + Some.Line(Some.Alert()) + "\n");
        await process.StandardInput.FlushAsync();
        Assert.Contains("track 7", await process.StandardOutput.ReadLineAsync().WaitAsync(Deadline.Default), StringComparison.Ordinal);

        using (Process kill = Process.Start("kill", ["-TERM", process.Id.ToString()]))
            await kill.WaitForExitAsync();

        (int status, _, string errors) = await ToolProcess.EndAsync(process).WaitAsync(Deadline.Default);
        Assert.Equal(0, status);
        Assert.StartsWith("edgectl: 1 line was no alert message", errors, StringComparison.Ordinal);
    }
}
