using System.Text;
using System.Text.Json;

namespace Edge.Tool.Alerts;

/// <summary>The agent's own summary with what a subscriber received, for machines and for people.</summary>
internal static class RunSummary
{
    private const string AlertsReceived = "alertsReceived";
    private const string MessagesReceived = "messagesReceived";
    private const string Duplicates = "duplicates";
    private const string RulesReceived = "rulesReceived";

    /// <summary>One JSON object in one line.</summary>
    public static string ToJson(AgentSummary agent, AlertTally tally)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (JsonProperty field in agent.Root.EnumerateObject())
            {
                if (!IsOurs(field.Name))
                    field.WriteTo(json);
            }

            json.WriteNumber(AlertsReceived, tally.Alerts);
            json.WriteNumber(MessagesReceived, tally.Messages);
            json.WriteNumber(Duplicates, tally.Duplicates);
            json.WriteStartObject(RulesReceived);
            foreach ((string rule, int alerts) in tally.ByRule)
                json.WriteNumber(rule, alerts);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Two columns; the agent's lists and objects are left to the JSON.</summary>
    public static string ToTable(AgentSummary agent, AlertTally tally)
    {
        List<(string Name, string Value)> rows = [];
        foreach (JsonProperty field in agent.Root.EnumerateObject())
        {
            if (!IsOurs(field.Name) && field.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null))
                rows.Add((AlertText.Clean(field.Name), AlertText.Clean(field.Value.ToString())));
        }

        rows.Add((AlertsReceived, tally.Alerts.ToString()));
        rows.Add((MessagesReceived, tally.Messages.ToString()));
        rows.Add((Duplicates, tally.Duplicates.ToString()));
        foreach ((string rule, int alerts) in tally.ByRule)
            rows.Add(("  rule " + AlertText.Clean(rule), alerts.ToString()));

        int nameWidth = rows.Max(row => row.Name.Length);
        int valueWidth = rows.Max(row => row.Value.Length);
        var table = new StringBuilder();
        foreach ((string name, string value) in rows)
            table.Append(name.PadRight(nameWidth)).Append("  ").Append(value.PadLeft(valueWidth)).Append('\n');
        return table.ToString();
    }

    private static bool IsOurs(string name) => name is AlertsReceived or MessagesReceived or Duplicates or RulesReceived;
}
