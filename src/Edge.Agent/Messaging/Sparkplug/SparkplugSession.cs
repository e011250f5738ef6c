using System.Collections.Immutable;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>
/// What an edge node says, and when (Sparkplug 3.0.0): births, data by exception, deaths, the sequence numbers of all of them, rebirth,
/// waiting for the primary host, and what is kept until it is there. Pure: time and events come as values, messages go out as values and must be
/// published in the order in which they were given. Not thread safe.
/// </summary>
internal sealed class SparkplugSession
{
    private const int SamplesInOneMessage = 20;

    private readonly SparkplugTopics _topics;
    private readonly PrimaryHost? _host;
    private readonly MetricTable _node;
    private readonly SortedDictionary<string, Device> _devices = new(StringComparer.Ordinal);
    private readonly SampleStore _store;
    private ulong _nextAlias;
    private byte _birthDeathSequence;
    private byte _sequence;

    /// <param name="topics">The node.</param>
    /// <param name="hasPrimaryHost">Whether to wait for a primary host.</param>
    /// <param name="historyLength">Most samples kept while nobody listens; 0 keeps none.</param>
    /// <param name="node">The node's first reading.</param>
    public SparkplugSession(SparkplugTopics topics, bool hasPrimaryHost, int historyLength, NodeReading node)
    {
        _topics = topics;
        _host = hasPrimaryHost ? new PrimaryHost() : null;
        _store = new SampleStore(historyLength);
        _node = new MetricTable(NodeMetrics.Definitions, firstAlias: 1);
        _nextAlias = 1 + (ulong)NodeMetrics.Definitions.Count;
        _node.Take(NodeMetrics.ValuesOf(node), node.At);
    }

    public SessionPhase Phase { get; private set; }

    /// <summary>Samples that had to be given up while nobody listened.</summary>
    public long LostSamples => _store.Lost;

    /// <summary>The connection stands, made with a Will of <paramref name="birthDeathSequence"/>; the subscriptions too.</summary>
    public ImmutableArray<SparkplugMessage> Connected(byte birthDeathSequence, DateTimeOffset now)
    {
        _birthDeathSequence = birthDeathSequence;
        _host?.Forget();
        Phase = _host is null ? SessionPhase.Born : SessionPhase.AwaitingHost;
        return Phase == SessionPhase.Born ? Births(now) : [];
    }

    /// <summary>The connection ended.</summary>
    public void Lost()
    {
        Phase = SessionPhase.Offline;
        _host?.Forget();
    }

    /// <summary>The primary host said something. Leaving means: publish the death, disconnect, and begin again.</summary>
    public ImmutableArray<SparkplugMessage> Host(ReadOnlyMemory<byte> state, DateTimeOffset now, out bool leave)
    {
        leave = false;
        if (_host is null || Phase == SessionPhase.Offline)
            return [];
        HostChange change = _host.Take(state);
        if (change == HostChange.CameOnline && Phase == SessionPhase.AwaitingHost)
        {
            Phase = SessionPhase.Born;
            return Births(now);
        }

        // [tck-id-operational-behavior-edge-node-termination-host-offline]: only out of a session; who waits goes on waiting.
        leave = change == HostChange.WentOffline && Phase == SessionPhase.Born;
        return leave ? [Death(now)] : [];
    }

    /// <summary>A host asks for the births again ([tck-id-operational-behavior-data-commands-rebirth-action-2]); the session's number stays.</summary>
    public ImmutableArray<SparkplugMessage> Rebirth(DateTimeOffset now) => Phase == SessionPhase.Born ? Births(now) : [];

    /// <summary>The node's death, for the end and for the Will.</summary>
    public SparkplugMessage Death(DateTimeOffset now) => DeathOf(_birthDeathSequence, now);

    /// <summary>The death of a session that is yet to be.</summary>
    public SparkplugMessage DeathOf(byte birthDeathSequence, DateTimeOffset now) =>
        new(SparkplugKind.NodeDeath, "", _topics.OfNode(SparkplugKind.NodeDeath), SparkplugPayloads.NodeDeath(birthDeathSequence, now));

    /// <summary>The device has a new reading.</summary>
    public ImmutableArray<SparkplugMessage> Node(NodeReading reading, DateTimeOffset now)
    {
        ImmutableArray<(int, MetricValue)> changes = _node.Take(NodeMetrics.ValuesOf(reading), reading.At);
        return Phase == SessionPhase.Born && changes.Length > 0 ? [OfNode(SparkplugKind.NodeData, _node.Data(changes, reading.At), now)] : [];
    }

    /// <summary>A station has a new reading: data, or a birth where it was not there, or a death where it stopped.</summary>
    public ImmutableArray<SparkplugMessage> Station(StationReading reading, DateTimeOffset now)
    {
        if (!_devices.TryGetValue(reading.Station, out Device? device))
        {
            _devices.Add(reading.Station, device = new Device(new MetricTable(StationMetrics.Definitions, _nextAlias)));
            _nextAlias += (ulong)StationMetrics.Definitions.Count;
        }

        bool wasAlive = device.IsAlive;
        device.IsAlive = reading.Mode != StationMode.Stopped;
        ImmutableArray<(int, MetricValue)> changes = device.Metrics.Take(StationMetrics.ValuesOf(reading), reading.At);
        if (Phase != SessionPhase.Born)
        {
            if (device.IsAlive && changes.Length > 0)
                _store.Add(new MetricSample(reading.Station, reading.At, changes));
            return [];
        }

        if (!device.IsAlive)
            return wasAlive ? [OfDevice(SparkplugKind.DeviceDeath, reading.Station, [], now)] : [];
        if (!wasAlive)
            return [OfDevice(SparkplugKind.DeviceBirth, reading.Station, device.Metrics.Birth(), now)];
        return changes.Length > 0 ? [OfDevice(SparkplugKind.DeviceData, reading.Station, device.Metrics.Data(changes, reading.At), now)] : [];
    }

    /// <summary>A station is no more.</summary>
    public ImmutableArray<SparkplugMessage> StationGone(string station, DateTimeOffset now)
    {
        // Its aliases are not given to another: a host may still hold them.
        if (!_devices.Remove(station, out Device? device) || !device.IsAlive || Phase != SessionPhase.Born)
            return [];
        return [OfDevice(SparkplugKind.DeviceDeath, station, [], now)];
    }

    /// <summary>The name of a metric that a command names or gives the alias of; null where the target has no such metric.</summary>
    public string? NameOf(string device, Metric metric)
    {
        if (metric.HasName)
            return metric.Name;
        if (!metric.HasAlias)
            return null;
        return device.Length == 0 ? _node.NameOf(metric.Alias) : _devices.GetValueOrDefault(device)?.Metrics.NameOf(metric.Alias);
    }

    /// <summary>Whether a station is there and was told of.</summary>
    public bool IsAlive(string station) => Phase == SessionPhase.Born && _devices.GetValueOrDefault(station) is { IsAlive: true };

    private ImmutableArray<SparkplugMessage> Births(DateTimeOffset now)
    {
        _sequence = 0; // [tck-id-topics-nbirth-seq-num]
        ImmutableArray<SparkplugMessage>.Builder messages = ImmutableArray.CreateBuilder<SparkplugMessage>();
        // In the order of their times ([tck-id-operational-behavior-data-publish-nbirth-order]): the session's own were taken now.
        IEnumerable<Metric> metrics = [.. _node.Birth(), SparkplugPayloads.Session(_birthDeathSequence, now), SparkplugPayloads.Rebirth(now)];
        messages.Add(OfNode(SparkplugKind.NodeBirth, metrics, now));
        foreach ((string station, Device device) in _devices)
        {
            if (device.IsAlive)
                messages.Add(OfDevice(SparkplugKind.DeviceBirth, station, device.Metrics.Birth(), now));
        }

        AddHistory(messages, now);
        return messages.ToImmutable();
    }

    private void AddHistory(ImmutableArray<SparkplugMessage>.Builder messages, DateTimeOffset now)
    {
        // What the birth just said of this moment needs no saying again; a station that is gone cannot be told of.
        IEnumerable<MetricSample> samples = _store.TakeAll()
            .Where(sample => _devices.GetValueOrDefault(sample.Station) is { IsAlive: true } device && sample.At != device.Metrics.At);
        foreach (IGrouping<string, MetricSample> station in samples.GroupBy(sample => sample.Station))
        {
            MetricTable metrics = _devices[station.Key].Metrics;
            foreach (MetricSample[] some in station.Chunk(SamplesInOneMessage))
                messages.Add(OfDevice(SparkplugKind.DeviceData, station.Key, some.SelectMany(sample => metrics.Data(sample.Changes, sample.At, isHistorical: true)), now));
        }
    }

    private SparkplugMessage OfNode(SparkplugKind kind, IEnumerable<Metric> metrics, DateTimeOffset now) =>
        new(kind, "", _topics.OfNode(kind), SparkplugPayloads.Write(metrics, NextSequence(), now));

    private SparkplugMessage OfDevice(SparkplugKind kind, string device, IEnumerable<Metric> metrics, DateTimeOffset now) =>
        new(kind, device, _topics.OfDevice(kind, device), SparkplugPayloads.Write(metrics, NextSequence(), now));

    // 0 to 255 and again ([tck-id-payloads-sequence-num-incrementing]).
    private byte NextSequence() => unchecked(_sequence++);

    private sealed class Device(MetricTable metrics)
    {
        public MetricTable Metrics { get; } = metrics;

        public bool IsAlive { get; set; }
    }
}
