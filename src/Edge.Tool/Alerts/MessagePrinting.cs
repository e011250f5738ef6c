namespace Edge.Tool.Alerts;

/// <summary>Says messages that come on a stream, one line each, as they come: what the <c>print</c> commands have in common.</summary>
internal static class MessagePrinting
{
    /// <summary>One message for people; null where the line is none.</summary>
    public delegate string? Describe(ReadOnlySpan<byte> line);

    /// <summary>Whether standard output takes colour: a terminal, without NO_COLOR.</summary>
    public static bool IsColoured => !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Prints until the input ends or <paramref name="cancellation"/> asks for the end; both are good ends.</summary>
    /// <param name="input">One message a line; owned by the caller.</param>
    /// <param name="describe">Says one.</param>
    /// <param name="others">Says how many lines were no messages, where any were.</param>
    /// <param name="to">Where messages and complaints go.</param>
    /// <param name="cancellation">Asks for the end.</param>
    public static async Task<int> RunAsync(Stream input, Describe describe, Func<long, string> others, (TextWriter Output, TextWriter Errors) to, CancellationToken cancellation)
    {
        var lines = new LineReader(input);
        long malformed = 0;
        try
        {
            while (await lines.FillAsync(cancellation))
            {
                while (lines.TryTake(out ReadOnlySpan<byte> line))
                    Print(line);
                await to.Output.FlushAsync(CancellationToken.None);
            }

            if (lines.TryTakeRest(out ReadOnlySpan<byte> rest))
                Print(rest);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it usually ends.
        }

        await to.Output.FlushAsync(CancellationToken.None);
        if (malformed > 0)
            await to.Errors.WriteLineAsync($"edgectl: {others(malformed)}");
        return ExitStatus.Done;

        void Print(ReadOnlySpan<byte> line)
        {
            if (describe(line) is { } text)
                to.Output.WriteLine(text);
            else
                malformed++;
        }
    }
}
