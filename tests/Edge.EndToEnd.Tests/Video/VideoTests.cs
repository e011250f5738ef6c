using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Video;

/// <summary>Real footage through public detectors: what a person would count in it is what arrives. One at a time, since each takes the machine.</summary>
public sealed class VideoTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [SharedTheory]
    [InlineData("yolox_nano_416")]
    [InlineData("nanodet_m_416")]
    public async Task OneByOne_SixPeopleComeToATable_SixAlerts(string model)
    {
        (JsonObject summary, IReadOnlyList<JsonNode> alerts) = await PlayAsync(model, "one-by-one-person.mp4", """
                zones:
                  - { id: table, points: [[0.50, 0.15], [0.70, 0.15], [0.70, 0.80], [0.50, 0.80]], anchor: center }
                rules:
                  - { id: visit, when: enters, zone: table, classes: [person] }
            """);
        Assert.Equal((1394, 6), ((int)summary["frames"]!, (int)summary["alerts"]!));
        Assert.All(alerts, alert => Assert.Equal(("visit", "new", "person"), ((string)alert["rule"]!, (string)alert["phase"]!, (string)alert["object"]!["class"]!)));

        // One for each visit: nobody else is at the table for ten seconds before or after. Ten frames are a second.
        int[] frames = [.. alerts.Select(alert => (int)alert["frame"]!["sequence"]!)];
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 100, 400));
    }

    [SharedTheory]
    [InlineData("yolox_nano_416")]
    [InlineData("nanodet_m_416")]
    public async Task Mall_PeopleWalk_ZoneAndLineAlerts(string model)
    {
        (JsonObject summary, IReadOnlyList<JsonNode> alerts) = await PlayAsync(model, "mall-walking.mp4", """
                zones:
                  - { id: floor, points: [[0.1, 0.1], [0.9, 0.1], [0.9, 0.95], [0.1, 0.95]] }
                lines:
                  - { id: middle, from: [0, 0.5], to: [1, 0.5] }
                rules:
                  - { id: zone, when: enters, zone: floor, classes: [person] }
                  - { id: line, when: crosses, line: middle, classes: [person] }
            """);
        Assert.Equal((341, 0), ((int)summary["frames"]!, (int)summary["dropped"]!));
        Assert.True((int)summary["tracks"]! > 10, summary.ToJsonString());
        Assert.Contains(alerts, alert => (string)alert["rule"]! == "zone");
        Assert.Contains(alerts, alert => (string)alert["rule"]! == "line" && (string)alert["direction"]! == "leftToRight");
        Assert.Contains(alerts, alert => (string)alert["rule"]! == "line" && (string)alert["direction"]! == "rightToLeft");
    }

    [SharedFact]
    public async Task Bridge_CarsPass_LineAlerts()
    {
        (JsonObject summary, IReadOnlyList<JsonNode> alerts) = await PlayAsync("yolox_nano_416", "bridge-traffic.mp4", """
                lines:
                  - { id: across, from: [0, 0.6], to: [1, 0.6] }
                rules:
                  - { id: passes, when: crosses, line: across, classes: [car, truck, bus] }
            """);
        Assert.Equal(917, (int)summary["frames"]!);
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains((string)alert["object"]!["class"]!, new[] { "car", "truck", "bus" }));
    }

    private static async Task<(JsonObject Summary, IReadOnlyList<JsonNode> Alerts)> PlayAsync(string model, string video, string rules)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        device.Configure($"model: {{ path: {SharedData.Path($"models/{model}.onnx")} }}\ncameras:\n  - id: film\n    source: {SharedData.Path("data/video/" + video)}\n{rules}");
        AgentProcess agent = device.Run("--exit-when-done");
        JsonObject summary = await agent.SummaryAsync(Patience);
        Assert.Equal((model, 0), ((string)summary["model"]!, (int)summary["pendingMessages"]!));
        await inbox.UntilAsync(seen => seen.Alerts.Count >= (int)summary["alerts"]!, $"{summary["alerts"]} alerts");
        Assert.Equal((int)summary["alerts"]!, inbox.Alerts.Count);
        return (summary, [.. inbox.Alerts.Values.Select(alert => alert["data"]!)]);
    }
}
