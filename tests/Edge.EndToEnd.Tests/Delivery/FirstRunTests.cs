using System.Text.Json.Nodes;
using Edge.Agent.Capture.Synthetic.Boards;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Delivery;

/// <summary>What a user gets who starts the agent and configures nothing but the broker's port.</summary>
public sealed class FirstRunTests
{
    [Fact]
    public async Task Run_NothingConfigured_SeesDecidesAndTells()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        AgentProcess agent = device.Start(["run"], new Dictionary<string, string>
        {
            ["EDGE__DEVICE__SITE"] = "lab",
            ["EDGE__DEVICE__ID"] = "device",
            ["EDGE__DEVICE__DATAPATH"] = device.DataPath,
            ["EDGE__MQTT__PORT"] = broker.Port.ToString(),
        });
        await inbox.UntilAsync(seen => seen.Raised.Count() >= 2 && seen.On("thumbnails/camera").Any(), "two alerts and a thumbnail");
        JsonObject summary = await agent.StopAsync();

        // One per alert that the agent says it raised, none twice.
        await inbox.UntilAsync(seen => seen.Raised.Count() == (int)summary["alerts"]!, $"{summary["alerts"]} alerts");
        Assert.Equal(inbox.Alerts.Count, inbox.On("alerts/camera").Count());
        Assert.Equal(0, (int)summary["pendingMessages"]!);
        Assert.True((int)summary["frames"]! > 0 && (int)summary["inferences"]! > 0 && (int)summary["detections"]! > 0 && (int)summary["tracks"]! > 0, summary.ToJsonString());

        foreach (JsonObject alert in inbox.Alerts.Values)
            AssertCloudEvent(alert);
        Assert.All(inbox.Raised, alert => Assert.Equal(("defect", "enters", "board"), ((string)alert["data"]!["rule"]!, (string)alert["data"]!["kind"]!, (string)alert["data"]!["zone"]!)));
        Assert.All(inbox.Raised, alert => Assert.Contains((string)alert["data"]!["object"]!["class"]!, BoardExport.Names));
        Assert.Equal([0xFF, 0xD8, 0xFF], inbox.On("thumbnails/camera").First().Payload[..3]);
        Assert.All(inbox.Raised, alert => AssertEvidence(device, (string)alert["data"]!["evidence"]!["id"]!));

        // The birth came first and the goodbye last; the goodbye stays for whoever comes later.
        await inbox.UntilAsync(seen => seen.On("state").Count() == 2, "birth and goodbye");
        Assert.Equal(["online", "offline"], inbox.On("state").Select(message => (string)JsonNode.Parse(message.Payload)!["status"]!));
        await using AlertInbox late = await AlertInbox.OpenAsync(broker.Port);
        await late.UntilAsync(seen => seen.On("state").Any(message => message.Retained), "the retained state");
        Assert.Equal("offline", (string)JsonNode.Parse(late.On("state").Single().Payload)!["status"]!);
    }

    [Fact]
    public async Task State_WhileTheAgentRuns_IsRetainedAndOnlineAndItsWillSaysOffline()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await agent.WaitForLogAsync("Connected to the broker");
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await inbox.UntilAsync(seen => seen.On("state").Any(message => message.Retained), "the retained birth");
        Assert.Equal("online", (string)JsonNode.Parse(inbox.On("state").Single().Payload)!["status"]!);

        await agent.KillAsync();
        await inbox.UntilAsync(seen => seen.On("state").Count() == 2, "the Will");
        Assert.Equal("offline", (string)JsonNode.Parse(inbox.On("state").Last().Payload)!["status"]!);
    }

    // CloudEvents 1.0.2: "REQUIRED attributes" and the JSON Event Format.
    private static void AssertCloudEvent(JsonObject alert)
    {
        Assert.Equal("1.0", (string)alert["specversion"]!);
        Assert.True(Guid.TryParseExact((string)alert["id"]!, "D", out Guid id) && id.Version == 7, alert.ToJsonString());
        Assert.Equal("/edge/v1/lab/device", (string)alert["source"]!);
        Assert.Equal("edge.alert.v1", (string)alert["type"]!);
        Assert.Equal("cameras/camera", (string)alert["subject"]!);
        Assert.Equal("application/json", (string)alert["datacontenttype"]!);
        Assert.EndsWith("Z", ((string)alert["time"]!).Replace("+00:00", "Z", StringComparison.Ordinal), StringComparison.Ordinal);
        JsonNode data = alert["data"]!;
        foreach (string name in new[] { "alertId", "rule", "kind", "startedAt", "object", "frame" })
            Assert.True(data[name] is not null, $"{name} is missing: {alert.ToJsonString()}");
        Assert.Matches("^sha256:[0-9a-f]{64}$", (string)data["model"]!["digest"]!);
    }

    private static void AssertEvidence(TestDevice device, string id)
    {
        byte[] jpeg = File.ReadAllBytes(Path.Combine(device.DataPath, "evidence", id));
        Assert.Equal([0xFF, 0xD8, 0xFF], jpeg[..3]);
        Assert.Equal([0xFF, 0xD9], jpeg[^2..]);
    }
}
