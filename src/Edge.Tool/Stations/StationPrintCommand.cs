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
            await using Stream input = Console.OpenStandardInput();
            return await PrintAsync(input, new VerdictText(TimeZoneInfo.Local, MessagePrinting.IsColoured), Console.Out, Console.Error, signals.Token);
        });
        return command;
    }

    /// <summary>Prints until the input ends or <paramref name="cancellation"/> asks for the end; both are good ends.</summary>
    internal static Task<int> PrintAsync(Stream input, VerdictText text, TextWriter output, TextWriter errors, CancellationToken cancellation) => MessagePrinting.RunAsync(
        input, line => TryRead(line) is { } verdict ? text.Describe(verdict) : null, OtherLines, (output, errors), cancellation);

    private static string OtherLines(long count) =>
        count == 1 ? "1 line was no verdict (CloudEvents JSON of type edge.verdict.v1)" : $"{count} lines were no verdicts (CloudEvents JSON of type edge.verdict.v1)";

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
