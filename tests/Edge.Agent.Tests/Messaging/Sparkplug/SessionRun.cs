using System.Collections.Immutable;
using Edge.Agent.Messaging.Sparkplug;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Contracts.Messages;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>A session with a clock of its own, and a host that hears it: names behind aliases, the next number that must come.</summary>
internal sealed class SessionRun(bool hasHost = false, int history = 100)
{
    private readonly Dictionary<ulong, (string Device, string Name)> _aliases = [];
    private int _next;

    public SparkplugSession Session { get; } = new(new SparkplugTopics("plant", "edge"), hasHost, history, SparkplugReadings.Node);

    public DateTimeOffset Now { get; set; } = SparkplugReadings.Start.AddHours(1);

    public IReadOnlyList<Heard> Connect(byte number = 0) => Hear(Session.Connected(number, Now));

    public IReadOnlyList<Heard> Station(string station, long parts, StationMode mode = StationMode.Running) =>
        Hear(Session.Station(SparkplugReadings.Station(station, parts, mode), Now));

    public IReadOnlyList<Heard> Host(bool online, long timestamp, out bool leave) =>
        Hear(Session.Host(System.Text.Encoding.UTF8.GetBytes($$"""{"online":{{(online ? "true" : "false")}},"timestamp":{{timestamp}}}"""), Now, out leave));

    public IReadOnlyList<Heard> Hear(ImmutableArray<SparkplugMessage> messages) => [.. messages.Select(Hear)];

    private Heard Hear(SparkplugMessage message)
    {
        Payload payload = Payload.Parser.ParseFrom(message.Payload);
        if (message.Kind == SparkplugKind.NodeBirth)
        {
            _aliases.Clear();
            _next = 0;
        }

        if (message.Kind != SparkplugKind.NodeDeath)
            Assert.Equal((ulong)_next++ % 256, payload.Seq);
        var metrics = new List<(string Name, Metric Metric)>();
        foreach (Metric metric in payload.Metrics)
        {
            if (metric.HasName && metric.HasAlias)
                Assert.True(_aliases.TryAdd(metric.Alias, (message.Device, metric.Name)), $"alias {metric.Alias} twice");
            if (!metric.HasName)
                Assert.Equal(message.Device, _aliases[metric.Alias].Device);
            metrics.Add((metric.HasName ? metric.Name : _aliases[metric.Alias].Name, metric));
        }

        return new Heard(message.Kind, message.Device, message.Topic, payload, metrics);
    }

    public sealed record Heard(SparkplugKind Kind, string Device, string Topic, Payload Payload, List<(string Name, Metric Metric)> Metrics)
    {
        public Metric this[string name] => Metrics.Single(metric => metric.Name == name).Metric;
    }
}
