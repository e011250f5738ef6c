namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>The node's own metrics, but for <c>bdSeq</c> and <c>Node Control/Rebirth</c>, which belong to the session.</summary>
internal static class NodeMetrics
{
    public const string BirthDeathSequence = "bdSeq";
    public const string Rebirth = "Node Control/Rebirth";

    public static readonly IReadOnlyList<MetricDefinition> Definitions =
    [
        new("Properties/Software", SparkplugType.String),
        new("Properties/Software Version", SparkplugType.String),
        new("Properties/Site", SparkplugType.String),
        new("Temperature", SparkplugType.Double, "°C"),
        new("Health", SparkplugType.String),
        new("Outbox/Depth", SparkplugType.Int64),
        new("Outbox/Lost Alerts", SparkplugType.Int64),
    ];

    /// <summary>A reading's values, in the order of <see cref="Definitions"/>.</summary>
    public static MetricValue[] ValuesOf(NodeReading reading) =>
    [
        MetricValue.Of("edge-agent"),
        MetricValue.Of(reading.SoftwareVersion),
        MetricValue.Of(reading.Site),
        MetricValue.Of(reading.TemperatureC),
        MetricValue.Of(reading.Health),
        MetricValue.Of(reading.OutboxDepth),
        MetricValue.Of(reading.LostAlerts),
    ];
}
