using Edge.Agent.Configuration;
using Edge.Agent.Messaging.Sparkplug;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>A running node <c>plant/edge</c>, with a folder that outlives it.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private TestNode(MosquittoBroker broker, string folder, SparkplugSettings settings)
    {
        Node = new SparkplugNode(new SparkplugNodeParts
        {
            Mqtt = new MqttSettings { Host = "127.0.0.1", Port = broker.Port, Sparkplug = settings },
            Device = new DeviceSettings { Site = "plant", Id = "edge", DataPath = folder },
            Reading = SparkplugReadings.Node,
            ProductAsked = request =>
            {
                lock (Asked)
                    Asked.Add(request);
            },
            Clock = TimeProvider.System,
            Log = NullLogger.Instance,
        });
    }

    public SparkplugNode Node { get; }

    public List<ProductRequest> Asked { get; } = [];

    public static async Task<TestNode> StartAsync(MosquittoBroker broker, string folder, string primaryHost = "")
    {
        var node = new TestNode(broker, folder, new SparkplugSettings { Enabled = true, PrimaryHost = primaryHost });
        await node.Node.StartAsync(CancellationToken.None);
        return node;
    }

    public Task BornAsync(long births = 1) => Deadline.UntilAsync(() => Node.Status.IsBorn && Node.Status.Births >= births, $"{births} births");

    public Task StopAsync() => Node.StopAsync(CancellationToken.None).WaitAsync(Deadline.Default);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Node.Dispose();
    }
}
