using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>Commands, good and bad, as an independent requester sends them; after all of them the agent works as before.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Commands_GoodAndBad_EachGetsItsAnswerAndTheAgentGoesOn()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Any(), "an alert");

        (JsonObject pong, string correlation) = await Requester.AskAsync(broker.Port, "ping", """{"round": 7}""", correlation: "ping-7");
        Assert.Equal(("ping-7", true, 7), (correlation, (bool)pong["ok"]!, (int)pong["result"]!["echo"]!["round"]!));

        string large = $$"""{"padding": "{{new string('x', 100_000)}}"}""";
        foreach ((string name, string payload, string code) in new[]
        {
            ("ping", """{"round": """, "malformed"),
            ("ping", "[1, 2, 3]", "malformed"),
            ("ping", "no JSON", "malformed"),
            ("ping", large, "tooLarge"),
            ("format-disk", "{}", "unknownCommand"),
            ("snapshot", """{"camera": "nowhere"}""", "badArgument"),
            ("snapshot", """{"camera": 7}""", "badArgument"),
        })
        {
            (JsonObject response, _) = await Requester.AskAsync(broker.Port, name, payload);
            Assert.Equal((false, code), ((bool)response["ok"]!, (string)response["error"]!["code"]!));
        }

        // A megabyte, without a topic to answer on: the answer goes where answers go.
        string huge = new('x', 1 << 20);
        await Requester.PublishAsync(broker.Port, "command/ping", huge);
        await inbox.UntilAsync(seen => seen.On("response/ping").Any(), "the answer to a megabyte");
        Assert.Equal("tooLarge", (string)JsonNode.Parse(inbox.On("response/ping").Single().Payload)!["error"]!["code"]!);

        // What nobody answers: rubbish where the cloud talks.
        await Requester.PublishAsync(broker.Port, "desired", "{{{");
        await Requester.PublishAsync(broker.Port, "desired", huge);
        await Requester.PublishAsync(broker.Port, "receipts", """{"ids": [1, null, "x"]}""");
        await Requester.PublishAsync(broker.Port, "receipts", huge);

        (JsonObject taken, _) = await Requester.AskAsync(broker.Port, "snapshot", """{"camera": "yard"}""");
        Assert.True((bool)taken["ok"]!, taken.ToJsonString());
        string digest = (string)taken["result"]!["sha256"]!;
        await inbox.UntilAsync(seen => seen.On("thumbnails/yard").Any(one => Digest(one.Payload) == digest), "the picture that the answer names");
        Assert.Equal([0xFF, 0xD8, 0xFF], inbox.On("thumbnails/yard").First(one => Digest(one.Payload) == digest).Payload[..3]);

        int before = inbox.Raised.Count();
        await inbox.UntilAsync(seen => seen.Raised.Count() > before, "an alert after all that");
        Assert.Equal(1, agent.Count("Connected to the broker"));
        Assert.DoesNotContain("Exception", agent.Log, StringComparison.Ordinal);
        await agent.StopAsync();
    }

    private static string Digest(byte[] payload) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(payload));
}
