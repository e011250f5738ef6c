using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Agents;

/// <summary>What an independent subscriber (mosquitto_sub) got of a device, sorted as it comes.</summary>
internal sealed class AlertInbox : IAsyncDisposable
{
    // For a test that fails; a machine that does much else takes its time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly MosquittoSubscriber _subscriber;
    private readonly List<ReceivedMessage> _messages = [];
    private readonly Dictionary<string, JsonObject> _alerts = [];

    private AlertInbox(MosquittoSubscriber subscriber) => _subscriber = subscriber;

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<ReceivedMessage> Messages
    {
        get
        {
            Drain();
            return _messages;
        }
    }

    /// <summary>Alert messages so far, by the id of their event: duplicates are dropped.</summary>
    public IReadOnlyDictionary<string, JsonObject> Alerts
    {
        get
        {
            Drain();
            return _alerts;
        }
    }

    /// <summary>Alerts that were raised: the first message of each.</summary>
    public IEnumerable<JsonObject> Raised => Alerts.Values.Where(alert => (string?)alert["data"]!["phase"] == "new");

    /// <summary>Subscribes to everything of the device; returns when the broker has granted it.</summary>
    public static async Task<AlertInbox> OpenAsync(int port) => new(await MosquittoSubscriber.StartAsync(port, TestDevice.Topics + "#"));

    /// <summary>Returns when <paramref name="condition"/> holds; looks at it after each message.</summary>
    public Task UntilAsync(Func<AlertInbox, bool> condition, string what) => Deadline.UntilAsync(() => condition(this), what, Patience);

    /// <summary>The messages on one topic below the device's.</summary>
    public IEnumerable<ReceivedMessage> On(string topic) => Messages.Where(message => message.Topic == TestDevice.Topics + topic);

    /// <summary>The telemetry messages' data, in order.</summary>
    public IEnumerable<JsonNode> Telemetry => On("telemetry")
        .Select(message => JsonNode.Parse(message.Payload)!)
        .Where(telemetry => (string?)telemetry["type"] == "edge.telemetry.v1")
        .Select(telemetry => telemetry["data"]!);

    /// <summary>The newest telemetry of one camera; null before the first.</summary>
    public JsonNode? TelemetryOf(string camera) =>
        Telemetry.LastOrDefault()?["cameras"]!.AsArray().FirstOrDefault(one => (string?)one!["camera"] == camera);

    public ValueTask DisposeAsync() => _subscriber.DisposeAsync();

    private void Drain()
    {
        while (_subscriber.TryNext(out ReceivedMessage? message))
        {
            _messages.Add(message!);
            if (!message!.Topic.StartsWith(TestDevice.Topics + "alerts/", StringComparison.Ordinal))
                continue;
            JsonObject alert = JsonNode.Parse(message.Payload)?.AsObject() ?? throw new JsonException("an alert is no JSON object");
            _alerts[(string)alert["id"]!] = alert;
        }
    }
}
