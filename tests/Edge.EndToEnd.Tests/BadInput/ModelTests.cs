using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;
using Edge.Testing.Onnx;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>Models that are missing, no models, or of the wrong shape: refused at the start and at a reload, where the last good one goes on.</summary>
public sealed class ModelTests
{
    [Theory]
    [InlineData("missing", "missing.onnx")]
    [InlineData("garbage", "not an ONNX file")]
    [InlineData("shapes", "[1x21x6]")]
    public async Task Start_ModelThatIsNone_IsRefusedWithItsReason(string what, string reason)
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort());
        string path = WriteModel(device, what);
        device.Configure($"model: {{ path: {path}, decoder: nanodet }}\ncameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        Assert.Equal(2, await agent.WaitForExitAsync());
        Assert.Contains(reason, agent.Log, StringComparison.Ordinal);
        if (what == "shapes")
        {
            // Both shapes: what it has, and what its decoder wants.
            Assert.Contains("nanodet", agent.Log, StringComparison.Ordinal);
            Assert.Contains("32x32", agent.Log, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(Path.GetFileName(path), agent.Log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("   at ", agent.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_BadModelsThenAGoodOne_TheOldOneWorksUntilTheGoodOneIsThere()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        string camera = "cameras:\n" + Cameras.Street("yard");
        device.Configure(camera);
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.TelemetryOf("yard") is not null, "telemetry");

        foreach (string what in new[] { "missing", "garbage", "shapes" })
        {
            string path = WriteModel(device, what);
            device.Configure($"model: {{ path: {path}, decoder: nanodet }}\n{camera}");
            (JsonObject response, _) = await Requester.AskAsync(broker.Port, "reload");
            Assert.False((bool)response["ok"]!);
            string message = (string)response["error"]!["message"]!;
            Assert.Contains(what == "shapes" ? "nanodet" : what + ".onnx", message, StringComparison.Ordinal);
            await JudgesMoreAsync(inbox);
        }

        Assert.Equal("street-demo", ModelOf(inbox));
        string good = Path.Combine(device.Folder, "good.onnx");
        await File.WriteAllBytesAsync(good, TestModels.Yolox(1, []));
        await File.WriteAllTextAsync(Path.Combine(device.Folder, "labels.txt"), "person\n");
        device.Configure($"model: {{ path: {good}, decoder: yolox, labelsFile: labels.txt }}\n{camera}");
        (JsonObject done, _) = await Requester.AskAsync(broker.Port, "reload");
        Assert.True((bool)done["ok"]!, done.ToJsonString());
        await inbox.UntilAsync(seen => ModelOf(seen) == "good", "the new model in the state");
        await JudgesMoreAsync(inbox);
        Assert.Equal("good", (string)(await agent.StopAsync())["model"]!);
    }

    // After now, frames were inferred, and by the second message from now on none of those inferences is an old one.
    private static async Task JudgesMoreAsync(AlertInbox inbox)
    {
        int told = inbox.Telemetry.Count();
        await inbox.UntilAsync(seen => seen.Telemetry.Count() >= told + 2, "more telemetry");
        long[] inferences = [.. inbox.Telemetry.Skip(told).Select(one => (long)one["cameras"]![0]!["inferences"]!)];
        Assert.True(inferences[^1] > inferences[0], $"inferences stand still: {string.Join(", ", inferences)}");
    }

    private static string ModelOf(AlertInbox inbox) => (string)JsonNode.Parse(inbox.On("state").Last().Payload)!["model"]!;

    private static string WriteModel(TestDevice device, string what)
    {
        string path = Path.Combine(device.Folder, what + ".onnx");
        if (what == "garbage")
            File.WriteAllText(path, "this is no model, however long one reads it");
        else if (what == "shapes")
            File.WriteAllBytes(path, TestModels.Yolox(1, []));
        return path;
    }
}
