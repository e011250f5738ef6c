using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Tool.Tests.Alerts;

public sealed class AlertsSummaryCommandTests : IDisposable
{
    private const string Agent = """
        {
          "frames": 341, "dropped": 0, "inferences": 300, "detections": 1000, "tracks": 12, "alerts": 3,
          "framesPerSecond": 24.70, "big": 12345678901234567890, "stages": {"infer": {"p50Ms": 1.50}}, "note": "é \u001b[2J", "alertsReceived": 99
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-summary-").FullName;

    public AlertsSummaryCommandTests()
    {
        File.WriteAllText(Summary, Agent);
        var id = Guid.CreateVersion7();
        File.WriteAllBytes(Received, [.. Some.Lines(
            Some.Line(Some.Alert(alertId: "a", rule: "door"), id),
            Some.Line(Some.Alert(alertId: "a", rule: "door"), id),
            Some.Line(Some.Alert(AlertMessageKind.Present, AlertMessagePhase.Ended, "a", "door")),
            "nonsense",
            Some.Line(Some.Alert(alertId: "b", rule: "door"))), .. Some.Lines(Some.Line(Some.Alert(alertId: "c", rule: "line")))[..^1]]);
    }

    private string Summary => Path.Combine(_folder, "summary.json");

    private string Received => Path.Combine(_folder, "received");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Summary_Json_OneLineWithTheAgentsFieldsUnchangedAndWhatWasReceived()
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync("alerts", "summary", "--summary", Summary, "--received", Received, "--json");

        Assert.Equal(0, status);
        Assert.Contains("1 line was no alert message", errors, StringComparison.Ordinal);
        JsonElement root = JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        foreach (JsonProperty field in JsonDocument.Parse(Agent).RootElement.EnumerateObject().Where(field => field.Name != "alertsReceived"))
            Assert.True(JsonElement.DeepEquals(field.Value, root.GetProperty(field.Name)), field.Name);
        Assert.Equal("12345678901234567890", root.GetProperty("big").GetRawText());
        Assert.Equal(3, root.GetProperty("alertsReceived").GetInt32());
        Assert.Equal(5, root.GetProperty("messagesReceived").GetInt32());
        Assert.Equal(1, root.GetProperty("duplicates").GetInt32());
        Assert.Equal("""{"door":2,"line":1}""", root.GetProperty("rulesReceived").GetRawText());
        Assert.Single(root.EnumerateObject(), field => field.Name == "alertsReceived");
    }

    [Fact]
    public async Task Summary_Table_NamesAndNumbersLineUp()
    {
        (int status, string output, _) = await ToolProcess.RunAsync("alerts", "summary", "--summary", Summary, "--received", Received);

        Assert.Equal(0, status);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines.Select(line => line.Length).Distinct());
        Assert.Contains(lines, line => line.StartsWith("frames ", StringComparison.Ordinal) && line.EndsWith(" 341", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  rule door ", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
        Assert.DoesNotContain('\e', output);
    }

    [Fact]
    public async Task Summary_NoSubscriber_NothingReceived()
    {
        File.Delete(Received);
        (int status, string output, _) = await ToolProcess.RunAsync("alerts", "summary", "--summary", Summary, "--received", Received, "--json");
        Assert.Equal(0, status);
        Assert.Equal(0, JsonDocument.Parse(output).RootElement.GetProperty("alertsReceived").GetInt32());
    }

    [Fact]
    public async Task Summary_MissingSummary_BadInputThatNamesIt()
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync("alerts", "summary", "--summary", Summary + ".absent", "--received", Received);
        Assert.Equal(2, status);
        Assert.Empty(output);
        Assert.Contains(".absent", errors, StringComparison.Ordinal);
    }
}
