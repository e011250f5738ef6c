using System.Collections.Concurrent;
using System.Text;
using Edge.Cloud.Ingest;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Cloud.Tests.Ingest;

public sealed class BrokerLinkTests
{
    private static BrokerLinkParts Parts(int port, string role) =>
        new() { Access = new PlainBrokerAccess(port), Time = TimeProvider.System, Group = "test", Role = role, Instance = "1" };

    [Fact]
    public async Task Messages_ThatAreNotAcknowledged_StayTheBrokers_AndGoToAnotherInstance()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using var end = new CancellationTokenSource();
        ConcurrentQueue<(string Text, Func<Task> Acknowledge)> heard = new();
        using var taker = new BrokerLink(
            Parts(broker.Port, "in") with
            {
                Subscriptions = [new BrokerSubscription("$share/g/work/#")],
                Window = 5,
                Receive = (message, acknowledge) => heard.Enqueue((Encoding.UTF8.GetString(message.Payload.First.Span), acknowledge)),
            },
            NullLogger.Instance);
        using var sender = new BrokerLink(Parts(broker.Port, "out"), NullLogger.Instance);
        Task running = Task.WhenAll(taker.RunAsync(end.Token), sender.RunAsync(end.Token));
        await Deadline.UntilAsync(() => taker.IsConnected && sender.IsConnected, "both links stand");
        await Deadline.UntilAsync(() => broker.Log.Contains("$share/g/work/#", StringComparison.Ordinal), "the subscription stands");

        for (int i = 0; i < 20; i++)
            Assert.True(await sender.PublishAsync($"work/{i}", Encoding.UTF8.GetBytes($"{i}"), retain: false, end.Token));

        // The window is full and nothing was acknowledged: the broker has sent five and no more.
        await Deadline.UntilAsync(() => heard.Count == 5, "five came");
        Assert.DoesNotContain("Received PUBACK from test-in-1", broker.Log, StringComparison.Ordinal);

        HashSet<string> all = [];
        await Deadline.UntilAsync(
            () =>
            {
                while (heard.TryDequeue(out (string Text, Func<Task> Acknowledge) next))
                {
                    all.Add(next.Text);
                    next.Acknowledge().GetAwaiter().GetResult();
                }

                return all.Count == 20;
            },
            "all came, as the first were acknowledged");
        await Deadline.UntilAsync(() => broker.Log.Split("Received PUBACK from test-in-1").Length == 21, "the broker has all acknowledgements");
        await end.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Link_WhoseBrokerDies_ComesBackAndSubscribesAgain()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        using var end = new CancellationTokenSource();
        int heard = 0;
        using var link = new BrokerLink(
            Parts(broker.Port, "in") with
            {
                Subscriptions = [new BrokerSubscription("a/#")],
                Receive = (message, acknowledge) =>
                {
                    Interlocked.Increment(ref heard);
                    _ = acknowledge();
                },
            },
            NullLogger.Instance);
        int connected = 0;
        link.Connected += () => Interlocked.Increment(ref connected);
        Task running = link.RunAsync(end.Token);
        await Deadline.UntilAsync(() => connected == 1, "the link stands");
        await broker.RestartAsync();
        await Deadline.UntilAsync(() => connected == 2, "the link stands again");

        using var sender = new BrokerLink(Parts(broker.Port, "out"), NullLogger.Instance);
        Task sending = sender.RunAsync(end.Token);
        await Deadline.UntilAsync(() => sender.IsConnected, "the sender stands");
        Assert.True(await sender.PublishAsync("a/b", "x"u8.ToArray(), retain: false, end.Token));
        await Deadline.UntilAsync(() => heard == 1, "the message came");
        await end.CancelAsync();
        await Task.WhenAll(running, sending);
        Assert.False(await sender.PublishAsync("a/b", "x"u8.ToArray(), retain: false, CancellationToken.None));
    }
}
