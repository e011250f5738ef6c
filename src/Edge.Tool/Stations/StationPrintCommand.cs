using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Tool.Alerts;

namespace Edge.Tool.Stations;

/// <summary><c>edgectl station print</c>: says each verdict message that comes on standard input, as it comes.</summary>
internal static class StationPrintCommand
{
    public static Command Create()
    {
        var command = new Command("print", """
            Prints one line for each verdict on standard input: local time, station, part, outcome, what was done with it, trigger to verdict, receipt, reasons.
              Input: one CloudEvents JSON a line, as a subscriber writes them.
              Example: mosquitto_sub -V 5 -q 1 -t 'edge/v1/+/+/verdicts/#' -F %p | edgectl station print
              Lines that are no verdicts are counted on standard error at the end. Colour is used on a terminal, unless NO_COLOR is set.
            """);
        command.SetAction(async (_, _) =>
        {
            using var signals = new EndSignals();
            bool isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            await using Stream input = Console.OpenStandardInput();
            return await PrintAsync(input, new VerdictText(TimeZoneInfo.Local, isColoured), Console.Out, Console.Error, signals.Token);
        });
        return command;
    }

    /// <summary>Prints until the input ends or <paramref name="cancellation"/> asks for the end; both are good ends.</summary>
    internal static async Task<int> PrintAsync(Stream input, VerdictText text, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var lines = new LineReader(input);
        long others = 0;
        try
        {
            while (await lines.FillAsync(cancellation))
            {
                while (lines.TryTake(out ReadOnlySpan<byte> line))
                    Print(line, text, output, ref others);
                await output.FlushAsync(CancellationToken.None);
            }

            if (lines.TryTakeRest(out ReadOnlySpan<byte> rest))
                Print(rest, text, output, ref others);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it usually ends.
        }

        await output.FlushAsync(CancellationToken.None);
        if (others > 0)
            await errors.WriteLineAsync(others == 1 ? "edgectl: 1 line was no verdict (CloudEvents JSON of type edge.verdict.v1)" : $"edgectl: {others} lines were no verdicts (CloudEvents JSON of type edge.verdict.v1)");
        return ExitStatus.Done;
    }

    private static void Print(ReadOnlySpan<byte> line, VerdictText text, TextWriter output, ref long others)
    {
        if (TryRead(line) is { } verdict)
            output.WriteLine(text.Describe(verdict));
        else
            others++;
    }

    // Trusts nothing: anyone may publish on a topic.
    private static VerdictMessage? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, EventJson.Default.CloudEventVerdictMessage) is { Data: { } data, Type: EventTypes.Verdict } ? data : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
