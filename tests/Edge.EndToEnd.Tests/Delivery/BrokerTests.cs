using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Delivery;

/// <summary>A broker that is absent, dies, or comes back without its state; and ends of the agent, good and bad, beside it.</summary>
public sealed class BrokerTests
{
    private const int Events = 12;
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Alerts_BrokerComesLater_WaitOnDiskAndAllArrive()
    {
        await using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Script("gate", Events));
        AgentProcess agent = device.Run();
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count == Events, "every alert on disk");
        HashSet<string> committed = device.CommittedAlerts();

        // The subscriber must be there before the alerts are.
        agent.Freeze();
        await broker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        agent.Thaw();
        await inbox.UntilAsync(seen => seen.Alerts.Count == Events, "every alert received");

        Assert.Equal(committed, inbox.Alerts.Keys.ToHashSet());
        JsonObject summary = await agent.StopAsync();
        Assert.Equal((Events, 0), ((int)summary["alerts"]!, (int)summary["pendingMessages"]!));
    }

    [Fact]
    public async Task Alerts_BrokerKilledAndRestartedWithoutItsState_AllArrive()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Script("gate", Events), mqtt: "receipt: cloud");
        AgentProcess agent;
        HashSet<string> before;
        await using (AlertInbox first = await AlertInbox.OpenAsync(broker.Port))
        {
            agent = device.Run();
            await first.UntilAsync(seen => seen.Alerts.Count >= 3, "some alerts");
            before = [.. first.Alerts.Keys];
        }

        await broker.KillAsync();
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count == Events, "every alert on disk");
        Assert.Subset(device.CommittedAlerts(), before); // The broker had them, and nobody had said to have them for good.
        agent.Freeze();
        await broker.StartAsync();
        await using AlertInbox second = await AlertInbox.OpenAsync(broker.Port);
        agent.Thaw();
        await second.UntilAsync(seen => seen.Alerts.Count == Events, "every alert received");
        Assert.Subset(second.Alerts.Keys.ToHashSet(), before);

        // Only the receipts of who keeps them let the device forget.
        string receipts = JsonSerializer.Serialize(new Dictionary<string, object> { ["ids"] = second.Alerts.Keys });
        await Requester.PublishAsync(broker.Port, "receipts", receipts);
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count == 0, "an empty outbox");
        Assert.Equal(0, (int)(await agent.StopAsync())["lostAlerts"]!);
    }

    [Fact]
    public async Task Alerts_AgentKilledWithTheBrokerAway_NothingCommittedIsLost()
    {
        await using MosquittoBroker broker = MosquittoBroker.Prepare();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Script("gate", events: 500));
        AgentProcess first = device.Run();
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count >= 5, "some alerts on disk");
        await first.KillAsync();
        HashSet<string> committed = device.CommittedAlerts();

        await broker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        device.Configure("cameras:\n" + Cameras.Script("gate", events: 1, seed: 2));
        AgentProcess second = device.Run("--exit-when-done");
        JsonObject summary = await second.SummaryAsync();
        await inbox.UntilAsync(seen => seen.Alerts.Count > committed.Count, "all that was committed, and the new one");
        Assert.Subset(inbox.Alerts.Keys.ToHashSet(), committed);
        Assert.Equal(0, (int)summary["pendingMessages"]!);
    }

    [Fact]
    public async Task End_WithBroker_WithinFiveSeconds()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await agent.WaitForLogAsync("Connected to the broker");
        agent.Terminate();
        Assert.Equal(0, await agent.WaitForExitAsync(EndsWithin));
    }

    [Fact]
    public async Task End_WithoutBroker_WithinFiveSeconds()
    {
        await using var device = new TestDevice(MosquittoBroker.FreePort());
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count > 0, "an alert on disk");
        agent.Terminate();
        Assert.Equal(0, await agent.WaitForExitAsync(EndsWithin));
    }

    [Fact]
    public async Task End_BrokerDoesNotAnswerAnyMore_WithinFiveSeconds()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await agent.WaitForLogAsync("Connected to the broker");
        await broker.FreezeAsync();
        await Deadline.UntilAsync(() => device.CommittedAlerts().Count > 0, "an alert that the broker does not take");
        agent.Terminate();
        Assert.Equal(0, await agent.WaitForExitAsync(EndsWithin));
        Assert.NotEmpty(device.CommittedAlerts());
    }
}
