using Edge.Agent.Messaging.Sparkplug.Wire;
using Google.Protobuf;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>Payloads to bytes and back. Reading trusts nothing.</summary>
internal static class SparkplugPayloads
{
    private const int MaximumCommandMetrics = 100;

    /// <summary>A node's death: the sequence number of its session and nothing else ([tck-id-topics-ndeath-payload], [tck-id-topics-ndeath-seq]).</summary>
    public static byte[] NodeDeath(byte birthDeathSequence, DateTimeOffset at) =>
        new Payload { Timestamp = Milliseconds(at), Metrics = { Session(birthDeathSequence, at) } }.ToByteArray();

    /// <summary>The metric that ties a death to its birth: INT64, without alias, since the death must be understood by itself.</summary>
    public static Metric Session(byte birthDeathSequence, DateTimeOffset at) => new()
    {
        Name = NodeMetrics.BirthDeathSequence,
        Timestamp = Milliseconds(at),
        Datatype = (uint)SparkplugType.Int64,
        LongValue = birthDeathSequence,
    };

    /// <summary>The rebirth request, false and without alias ([tck-id-operational-behavior-data-commands-rebirth-name-aliases]).</summary>
    public static Metric Rebirth(DateTimeOffset at) => new()
    {
        Name = NodeMetrics.Rebirth,
        Timestamp = Milliseconds(at),
        Datatype = (uint)SparkplugType.Boolean,
        BooleanValue = false,
    };

    /// <summary>A metric as births have it: name, alias, type, value.</summary>
    public static Metric Birth(MetricDefinition definition, ulong alias, MetricValue value, DateTimeOffset at)
    {
        var metric = new Metric { Name = definition.Name, Alias = alias, Timestamp = Milliseconds(at), Datatype = (uint)definition.Type };
        if (definition.Unit.Length > 0)
        {
            metric.Properties = new PropertySet
            {
                Keys = { "engUnit" },
                Values = { new PropertyValue { Type = (uint)SparkplugType.String, StringValue = definition.Unit } },
            };
        }

        return Set(metric, value);
    }

    /// <summary>A metric as data messages have it: alias and value, no name and no type.</summary>
    public static Metric Data(ulong alias, MetricValue value, DateTimeOffset at, bool isHistorical)
    {
        var metric = new Metric { Alias = alias, Timestamp = Milliseconds(at) };
        if (isHistorical)
            metric.IsHistorical = true;
        return Set(metric, value);
    }

    /// <summary>A whole message.</summary>
    public static byte[] Write(IEnumerable<Metric> metrics, byte sequence, DateTimeOffset at) =>
        new Payload { Timestamp = Milliseconds(at), Metrics = { metrics }, Seq = sequence }.ToByteArray();

    /// <summary>What a command asks for; false where it is none that can be read.</summary>
    public static bool TryReadCommand(ReadOnlySpan<byte> bytes, out IReadOnlyList<Metric> metrics)
    {
        metrics = [];
        try
        {
            Payload payload = Payload.Parser.ParseFrom(bytes);
            if (payload.Metrics.Count is 0 or > MaximumCommandMetrics)
                return false;
            metrics = payload.Metrics;
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static Metric Set(Metric metric, MetricValue value)
    {
        if (value.IsNull)
        {
            metric.IsNull = true; // And no value ([tck-id-operational-behavior-data-publish-nbirth-values]).
            return metric;
        }

        switch (value.Type)
        {
            case SparkplugType.Int32:
                metric.IntValue = unchecked((uint)value.Whole); // Two's complement: section 6.4.16.
                break;
            case SparkplugType.Int64:
                metric.LongValue = unchecked((ulong)value.Whole);
                break;
            case SparkplugType.Double:
                metric.DoubleValue = value.Real;
                break;
            case SparkplugType.Boolean:
                metric.BooleanValue = value.Whole != 0;
                break;
            case SparkplugType.String:
                metric.StringValue = value.Text;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Type, "not a type that we send");
        }

        return metric;
    }

    private static ulong Milliseconds(DateTimeOffset at) => (ulong)Math.Max(0, at.ToUnixTimeMilliseconds());
}
