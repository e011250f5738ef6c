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
            bool isColoured = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
            var text = new AlertText(TimeZoneInfo.Local, isColoured);
            await using Stream input = Console.OpenStandardInput();
            return await PrintAsync(input, text, Console.Out, Console.Error, signals.Token);
        });
        return command;
    }

    /// <summary>Prints until the input ends or <paramref name="cancellation"/> asks for the end; both are good ends.</summary>
    internal static async Task<int> PrintAsync(Stream input, AlertText text, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var lines = new LineReader(input);
        long malformed = 0;
        try
        {
            while (await lines.FillAsync(cancellation))
            {
                while (lines.TryTake(out ReadOnlySpan<byte> line))
                    Print(line, text, output, ref malformed);
                await output.FlushAsync(CancellationToken.None);
            }

            if (lines.TryTakeRest(out ReadOnlySpan<byte> rest))
                Print(rest, text, output, ref malformed);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it usually ends.
        }

        await output.FlushAsync(CancellationToken.None);
        if (malformed > 0)
            await errors.WriteLineAsync($"edgectl: {MalformedLines(malformed)}");
        return ExitStatus.Done;
    }

    internal static string MalformedLines(long count) =>
        count == 1 ? "1 line was no alert message (CloudEvents JSON of type edge.alert.v1)" : $"{count} lines were no alert messages (CloudEvents JSON of type edge.alert.v1)";

    private static void Print(ReadOnlySpan<byte> line, AlertText text, TextWriter output, ref long malformed)
    {
        if (AlertLine.TryRead(line, out CloudEvent<AlertMessage>? alert))
            output.WriteLine(text.Describe(alert.Data));
        else
            malformed++;
    }
}
