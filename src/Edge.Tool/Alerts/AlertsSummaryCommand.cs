using System.CommandLine;

namespace Edge.Tool.Alerts;

/// <summary><c>edgectl alerts summary</c>: what the agent says it did, beside what a subscriber received.</summary>
internal static class AlertsSummaryCommand
{
    public static Command Create()
    {
        var summary = new Option<string>("--summary") { Description = "The agent's summary (edge-agent run --summary FILE); all its fields are passed on", Required = true };
        var received = new Option<string>("--received") { Description = "What a subscriber received, one CloudEvents JSON a line; without the file nothing was received", Required = true };
        var json = new Option<bool>("--json") { Description = "One JSON object in one line on standard output, instead of a table" };
        var command = new Command("summary", """
            Puts what a subscriber received beside what the agent says it did.
              Adds alertsReceived (distinct alerts whose beginning came), messagesReceived, duplicates (the same event again) and rulesReceived (alerts of each rule).
              Example: edgectl alerts summary --summary summary.json --received received.jsonl --json
            """)
        {
            summary, received, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                AgentSummary agent = AgentSummary.Read(parsed.GetValue(summary)!);
                AlertTally tally = await ReceivedFile.CountAsync(parsed.GetValue(received)!, cancellation);
                if (tally.Malformed > 0)
                    await Console.Error.WriteLineAsync($"edgectl: {parsed.GetValue(received)}: {AlertsPrintCommand.MalformedLines(tally.Malformed)}");
                Console.Out.Write(parsed.GetValue(json) ? RunSummary.ToJson(agent, tally) + "\n" : RunSummary.ToTable(agent, tally));
                return ExitStatus.Done;
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }
}
