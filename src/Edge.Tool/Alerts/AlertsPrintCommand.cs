using System.CommandLine;
using Edge.Contracts.Messages;

namespace Edge.Tool.Alerts;

/// <summary><c>edgectl alerts print</c>: says each alert message that comes on standard input, as it comes.</summary>
internal static class AlertsPrintCommand
{
    public static Command Create()
    {
        var command = new Command("print", """
            Prints one line for each alert message on standard input: local time, phase (NEW, updated, ended), camera, rule, what happened, score and track.
              Input: one CloudEvents JSON a line, as a subscriber writes them.
              Example: mosquitto_sub -V 5 -q 1 -t 'edge/v1/+/+/alerts/#' -F %p | edgectl alerts print
              Lines that are no alert messages are counted on standard error at the end. Colour is used on a terminal, unless NO_COLOR is set.
            """);
        command.SetAction(async (_, _) =>
        {
            using var signals = new EndSignals();
            var text = new AlertText(TimeZoneInfo.Local, MessagePrinting.IsColoured);
            await using Stream input = Console.OpenStandardInput();
            return await PrintAsync(input, text, Console.Out, Console.Error, signals.Token);
        });
        return command;
    }

    /// <summary>Prints until the input ends or <paramref name="cancellation"/> asks for the end; both are good ends.</summary>
    internal static Task<int> PrintAsync(Stream input, AlertText text, TextWriter output, TextWriter errors, CancellationToken cancellation) => MessagePrinting.RunAsync(
        input, line => AlertLine.TryRead(line, out CloudEvent<AlertMessage>? alert) ? text.Describe(alert.Data) : null, MalformedLines, (output, errors), cancellation);

    internal static string MalformedLines(long count) =>
        count == 1 ? "1 line was no alert message (CloudEvents JSON of type edge.alert.v1)" : $"{count} lines were no alert messages (CloudEvents JSON of type edge.alert.v1)";
}
