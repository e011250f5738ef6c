using System.Globalization;
using System.Text;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Testing.Brokers;
using Google.Protobuf;
using MQTTnet;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>A host application: hears all of Sparkplug with an independent client, and sends commands.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly MosquittoSubscriber _ears;
    private readonly IMqttClient _mouth;

    private TestHost(MosquittoSubscriber ears, IMqttClient mouth)
    {
        _ears = ears;
        _mouth = mouth;
    }

    public static async Task<TestHost> StartAsync(MosquittoBroker broker) =>
        new(await MosquittoSubscriber.StartAsync(broker.Port, "spBv1.0/plant/+/#"), await TestPeer.ConnectAsync(broker));

    /// <summary>The next message of a type, such as <c>NBIRTH</c>; the others are thrown away.</summary>
    public async Task<(ReceivedMessage Message, Payload Payload)> NextAsync(string type)
    {
        ReceivedMessage message = await _ears.NextAsync(one => one.Topic.Contains($"/{type}/", StringComparison.Ordinal));
        return (message, Payload.Parser.ParseFrom(message.Payload));
    }

    /// <summary>The next message, whatever it is, commands apart.</summary>
    public async Task<(ReceivedMessage Message, Payload Payload)> NextAsync()
    {
        ReceivedMessage message = await _ears.NextAsync(one => !one.Topic.Contains("CMD/", StringComparison.Ordinal));
        return (message, Payload.Parser.ParseFrom(message.Payload));
    }

    public Task SayAsync(string host, bool online, long timestamp) =>
        TestPeer.PublishAsync(_mouth, $"spBv1.0/STATE/{host}", Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"online":{{(online ? "true" : "false")}},"timestamp":{{timestamp}}}""")), retain: true);

    public Task CommandAsync(string target, Metric metric, bool retain = false) =>
        TestPeer.PublishAsync(_mouth, $"spBv1.0/plant/{target}", new Payload { Timestamp = 1, Metrics = { metric } }.ToByteArray(), retain: retain);

    public Task SendAsync(string target, byte[] bytes) => TestPeer.PublishAsync(_mouth, $"spBv1.0/plant/{target}", bytes);

    public async ValueTask DisposeAsync()
    {
        await _ears.DisposeAsync();
        _mouth.Dispose();
    }
}
