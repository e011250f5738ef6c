using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>Cameras that are absent or send rubbish are reported and tried again; the others are untouched.</summary>
public sealed class CameraTests
{
    private const string Quick = "capture: { openTimeout: 2s, stallTimeout: 500ms, reconnectMinimum: 100ms, reconnectMaximum: 200ms }";

    [Fact]
    public async Task Cameras_OneAbsentOneDamaged_AreReportedAndTheGoodOneIsUntouched()
    {
        const int events = 3;
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        string damaged = Path.Combine(device.Folder, "damaged.mp4");
        await File.WriteAllBytesAsync(damaged, new byte[100_000]);
        device.Configure($"""
            cameras:
              - {"{"} id: absent, source: 'rtsp://viewer@127.0.0.1:{MosquittoBroker.FreePort()}/stream', {Quick} {"}"}
              - {"{"} id: damaged, source: 'file:{damaged}', {Quick} {"}"}
              - {"{"} id: flaky, source: 'synthetic:street?dieEvery=1s&resizeEvery=400ms&garbageEvery=600ms&garbageFor=200ms&fps=8&width=320&height=180', {Quick} {"}"}
            {Cameras.Script("good", events)}
            """);
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.TelemetryOf("good") is { } good && (string)good["condition"]! == "ended", "the good camera's end");
        await inbox.UntilAsync(seen => (int)seen.TelemetryOf("flaky")!["reconnects"]! >= 2, "the flaky one back again");

        Assert.Equal(events, inbox.Raised.Count(alert => (string)alert["data"]!["camera"]! == "good"));
        JsonNode told = inbox.TelemetryOf("good")!;
        Assert.Equal(((events * 55) + 40, 0), ((int)told["frames"]!, (int)told["dropped"]!));
        foreach (string camera in new[] { "absent", "damaged" })
        {
            Assert.Equal((0, "disconnected"), ((int)inbox.TelemetryOf(camera)!["frames"]!, (string)inbox.TelemetryOf(camera)!["condition"]!));
            Assert.Contains($"Camera {camera}: Disconnected", agent.Log, StringComparison.Ordinal);
        }

        Assert.True((int)inbox.TelemetryOf("flaky")!["frames"]! > 0);
        Assert.DoesNotContain("viewer", agent.Log, StringComparison.Ordinal);
        await agent.StopAsync();
    }
}
