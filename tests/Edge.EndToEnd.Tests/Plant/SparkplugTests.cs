using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Plant;

/// <summary>The real agent as a Sparkplug node: its death is told by the broker, whatever becomes of the process.</summary>
public sealed class SparkplugTests
{
    [Fact]
    public async Task Agent_KilledAndRestarted_DeathWithItsBirthsNumberAndThenTheNext()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using MosquittoSubscriber host = await MosquittoSubscriber.StartAsync(broker.Port, "spBv1.0/#");
        await using var device = new TestDevice(broker.Port);
        device.Configure("cameras:\n" + Cameras.Script("gate", 1), mqtt: "sparkplug: { enabled: true, groupId: line4 }");
        for (ulong session = 0; session < 2; session++)
        {
            AgentProcess agent = device.Run();
            (string topic, ulong number) = await NextAsync(host, "NBIRTH");
            Assert.Equal(("spBv1.0/line4/NBIRTH/device", session), (topic, number));
            await agent.KillAsync();
            (topic, number) = await NextAsync(host, "NDEATH");
            Assert.Equal(("spBv1.0/line4/NDEATH/device", session), (topic, number));
        }

        AgentProcess last = device.Run();
        Assert.Equal(2UL, (await NextAsync(host, "NBIRTH")).Number);
        await last.StopAsync();
        Assert.Equal(2UL, (await NextAsync(host, "NDEATH")).Number);
    }

    private static async Task<(string Topic, ulong Number)> NextAsync(MosquittoSubscriber host, string type)
    {
        ReceivedMessage message = await host.NextAsync(one => one.Topic.Contains($"/{type}/", StringComparison.Ordinal));
        return (message.Topic, Payload.Parser.ParseFrom(message.Payload).Metrics.Single(metric => metric.Name == "bdSeq").LongValue);
    }
}
