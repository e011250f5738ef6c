using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>A faulty configuration stops a start and never a running agent; a good change applies.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Start_FaultyConfiguration_EveryFaultIsToldWithItsLine()
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort());
        File.WriteAllText(device.ConfigPath, """
            device: { id: "two words" }
            mqtt:
              port: 70000
            cameras:
              - id: yard
                source: synthetic:nowhere
                rules:
                  - { when: enters, zone: nowhere }
                  - { when: vanishes }

            """);
        AgentProcess agent = device.Run();
        Assert.Equal(2, await agent.WaitForExitAsync());
        foreach (string fault in new[] { @":1:\d+ device\.id:", @":3:\d+ mqtt\.port:", @":6:\d+ cameras\[0\]\.source:", @":8:\d+ cameras\[0\]\.rules\[0\]\.zone:", @":9:\d+ cameras\[0\]\.rules\[1\]\.when:" })
            Assert.Matches(@"edge\.yaml" + fault, agent.Log);
        Assert.False(Directory.Exists(device.DataPath));
    }

    [Fact]
    public async Task Start_RuleNamesAClassThatTheModelLacks_IsRefusedWithTheClassesThereAre()
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort());
        device.Configure("cameras:\n  - id: yard\n    source: synthetic:street\n    rules:\n      - { when: present, classes: [zebra] }");
        AgentProcess agent = device.Run();
        Assert.Equal(2, await agent.WaitForExitAsync());
        Assert.Matches(@"edge\.yaml:8:\d+ cameras\[0\]\.rules\[0\]\.classes\[0\]: .*""zebra"".*""person"", ""car""", agent.Log);
    }

    [Fact]
    public async Task Reload_FaultyThenGood_RulesInForceAreTheLastGoodOnes()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Street("yard", rule: "first"));
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Any(), "an alert of the first rule");

        device.Configure("cameras:\n" + Cameras.Street("yard", rule: "no id at all"));
        (JsonObject response, _) = await Requester.AskAsync(broker.Port, "reload");
        Assert.False((bool)response["ok"]!);
        Assert.Contains("cameras[0].rules[0].id", (string)response["error"]!["message"]!, StringComparison.Ordinal);
        int before = inbox.Raised.Count();
        await inbox.UntilAsync(seen => seen.Raised.Count() > before, "another alert of the first rule");
        Assert.All(inbox.Raised, alert => Assert.Equal("first", (string)alert["data"]!["rule"]!));

        // SIGHUP, as a service manager's reload does.
        device.Configure("cameras:\n" + Cameras.Street("yard", rule: "second") + "\n" + Cameras.Street("door", rule: "third"));
        agent.HangUp();
        await agent.WaitForLogAsync("Configuration reloaded");
        await inbox.UntilAsync(seen => Rules(seen).IsSupersetOf(["second", "third"]), "alerts of the new rules");
        await agent.StopAsync();
    }

    private static HashSet<string> Rules(AlertInbox inbox) => [.. inbox.Raised.Select(alert => (string)alert["data"]!["rule"]!)];
}
