using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>A station's metrics as a Sparkplug device.</summary>
internal static class StationMetrics
{
    public const string Product = "Product";

    public static readonly IReadOnlyList<MetricDefinition> Definitions =
    [
        new("Mode", SparkplugType.String),
        new("Reason", SparkplugType.String),
        new(Product, SparkplugType.String),
        new("Parts/Total", SparkplugType.Int64),
        new("Parts/Pass", SparkplugType.Int64),
        new("Parts/Fail", SparkplugType.Int64),
        new("Parts/Cannot Judge", SparkplugType.Int64),
        new("Parts/In Flight", SparkplugType.Int32),
        new("Yield", SparkplugType.Double),
        new("Last Part/Id", SparkplugType.String),
        new("Last Part/Number", SparkplugType.Int64),
        new("Last Part/Outcome", SparkplugType.String),
        new("Last Part/Defect", SparkplugType.String),
        new("Last Part/Latency", SparkplugType.Int64, "us"),
        new("Cycle Time", SparkplugType.Double, "ms"),
        new("Ejections/Confirmed", SparkplugType.Int64),
        new("Ejections/Late", SparkplugType.Int64),
        new("Ejections/Missed", SparkplugType.Int64),
        new("Ejections/Wrong", SparkplugType.Int64),
        new("Golden/Asks", SparkplugType.String),
        new("Receipt/Sequence", SparkplugType.Int64),
        new("Receipt/Hash", SparkplugType.String),
    ];

    /// <summary>A reading's values, in the order of <see cref="Definitions"/>.</summary>
    public static MetricValue[] ValuesOf(StationReading reading)
    {
        StationCounts counts = reading.SinceStart;
        StationLastPart? last = reading.LastPart;
        return
        [
            MetricValue.Of(NameOf(reading.Mode)),
            MetricValue.Of(reading.Reason),
            MetricValue.Of(reading.Product),
            MetricValue.Of(counts.Parts),
            MetricValue.Of(counts.Pass),
            MetricValue.Of(counts.Fail),
            MetricValue.Of(counts.CannotJudge),
            MetricValue.Of(reading.PartsInFlight),
            MetricValue.Of(reading.Yield is { } yield ? Math.Round(yield, 6) : null),
            MetricValue.Of(last?.PartId),
            MetricValue.Of(last?.Part),
            MetricValue.Of(last is null ? null : NameOf(last.Outcome)),
            MetricValue.Of(last?.Defect),
            MetricValue.Of(reading.Latency is { } latency ? (long?)latency.TotalMicroseconds : null),
            MetricValue.Of(reading.CycleTime?.TotalMilliseconds),
            MetricValue.Of(counts.EjectionsConfirmed),
            MetricValue.Of(counts.EjectionsLate),
            MetricValue.Of(counts.EjectionsMissed),
            MetricValue.Of(counts.EjectionsWrong),
            MetricValue.Of(reading.Golden?.Asks is { } asks ? NameOf(asks) : null),
            MetricValue.Of(reading.Receipt?.Sequence),
            MetricValue.Of(reading.Receipt?.Hash),
        ];
    }

    // The same words as in our JSON messages.
    private static string NameOf<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
