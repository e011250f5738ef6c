using System.Collections.Immutable;
using Edge.Agent.Configuration;
using Edge.Agent.Messaging.Sparkplug.Wire;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Topics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>
/// The device as a Sparkplug B edge node, its stations as the node's devices: the live view of the line, beside the verdicts, which the outbox keeps.
/// It has a connection of its own, since its Will is its death:
/// <list type="number">
/// <item>take the next session number, on disk first; connect with the death as Will;</item>
/// <item>subscribe to commands, and to the primary host's state where one is set;</item>
/// <item>births, once the primary host is online; then what was kept for it;</item>
/// <item>data when values change, births when stations come, deaths when they stop; births again when a host asks;</item>
/// <item>leave when the primary host does, or the agent ends: death, disconnect;</item>
/// <item>back off, and again from 1.</item>
/// </list>
/// What is said when is <see cref="SparkplugSession"/>'s; this is the loop around it. Thread safe.
/// </summary>
public sealed class SparkplugNode : BackgroundService
{
    private static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(10);

    private readonly SparkplugNodeParts _parts;
    private readonly SparkplugTopics _topics;
    private readonly SparkplugSession _session;
    private readonly BirthDeathSequence _sequence;
    private readonly SparkplugLink _link;
    private readonly SparkplugInbox _inbox = new();
    private readonly RetryBackoff _backoff = new(BrokerConnection.FirstRetry, BrokerConnection.LongestRetry, Random.Shared);
    private readonly string _stateTopic;
    private readonly HashSet<string> _subscribed = [];
    private string _lastFault = "";
    private bool _isBorn;
    private long _births;
    private long _messages;
    private long _dropped;
    private long _samplesLost;

    /// <summary>A node that is not connected yet.</summary>
    /// <exception cref="ArgumentException">An id holds what Sparkplug does not allow.</exception>
    public SparkplugNode(SparkplugNodeParts parts)
    {
        SparkplugSettings settings = parts.Mqtt.Sparkplug;
        _parts = parts;
        _topics = new SparkplugTopics(Or(settings.GroupId, parts.Device.Site), Or(settings.NodeId, parts.Device.Id));
        _stateTopic = settings.PrimaryHost.Length > 0 ? SparkplugTopics.OfHost(settings.PrimaryHost) : "";
        _session = new SparkplugSession(_topics, settings.PrimaryHost.Length > 0, settings.History, parts.Reading);
        _sequence = new BirthDeathSequence(parts.Device.DataPath);
        string clientId = Or(parts.Mqtt.ClientId, $"edge-{parts.Device.Site}-{parts.Device.Id}") + "-sparkplug";
        _link = new SparkplugLink(parts.Mqtt, clientId, parts.Clock, Hear);
    }

    /// <summary>How it stands.</summary>
    public SparkplugStatus Status => new(
        Volatile.Read(ref _isBorn), Interlocked.Read(ref _births), Interlocked.Read(ref _messages), Interlocked.Read(ref _dropped), Interlocked.Read(ref _samplesLost));

    /// <summary>A station's new reading; the first makes it a device of the node. Returns at once. Where readings come faster than they can be sent, the newest is.</summary>
    public void StationChanged(StationReading reading) => _inbox.Put(reading);

    /// <summary>A station was removed from the configuration. Returns at once.</summary>
    public void StationGone(string station) => _inbox.PutGone(station);

    /// <summary>The device's new reading. Returns at once.</summary>
    public void NodeChanged(NodeReading reading) => _inbox.Put(reading);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _link.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LiveAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) // The loop's edge: no fault of the network, a file or the broker may end it.
            {
                if (!stoppingToken.IsCancellationRequested)
                    Tell($"Sparkplug: no connection to the broker at {_parts.Mqtt.Host}:{_parts.Mqtt.Port}: {exception.Message}");
            }

            // Only who was born has a death to tell; the broker sends the Will in any case.
            await _link.LeaveAsync(_session.Phase == SessionPhase.Born ? _session.Death(Now()) : null).ConfigureAwait(false);
            _session.Lost();
            Volatile.Write(ref _isBorn, false);
            await KeepUntilAsync(Task.Delay(_backoff.Next(), _parts.Clock, stoppingToken), stoppingToken).ConfigureAwait(false);
        }
    }

    // One connection, from its beginning to its end.
    private async Task LiveAsync(CancellationToken cancellationToken)
    {
        byte number = _sequence.Next(out string? fault);
        if (fault is not null)
            Tell($"Sparkplug: the session number {number} could not be written: {fault}");
        _inbox.ForgetHeard();
        _subscribed.Clear();
        Task connecting = ConnectAsync(number, cancellationToken);
        await KeepUntilAsync(connecting, cancellationToken).ConfigureAwait(false);
        await connecting.ConfigureAwait(false);

        long start = _parts.Clock.GetTimestamp();
        _parts.Log.LogInformation("Sparkplug node {Group}/{Node} connected, session {Number}", _topics.Group, _topics.Node, number);
        _lastFault = "";
        await SendAsync(_session.Connected(number, Now()), cancellationToken).ConfigureAwait(false);
        while (!_link.Ended.IsCompleted)
        {
            if (await HearHostAsync(cancellationToken).ConfigureAwait(false))
            {
                Tell("Sparkplug: the primary host went offline; leaving the broker and starting over");
                _backoff.Reset();
                return;
            }

            await ObeyAsync(cancellationToken).ConfigureAwait(false);
            await SendAsync(TakeReadings(), cancellationToken).ConfigureAwait(false);
            await WaitAsync(_link.Ended, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (_parts.Clock.GetElapsedTime(start) > SteadyAfter)
            _backoff.Reset();
        Tell($"Sparkplug: the connection ended: {await _link.Ended.ConfigureAwait(false)}");
    }

    private async Task ConnectAsync(byte number, CancellationToken cancellationToken)
    {
        await _link.ConnectAsync(_session.DeathOf(number, Now()), cancellationToken).ConfigureAwait(false);
        await _link.SubscribeAsync(_topics.OfNode(SparkplugKind.NodeCommand), wantsRetained: false, cancellationToken).ConfigureAwait(false);
        if (_stateTopic.Length > 0)
            await _link.SubscribeAsync(_stateTopic, wantsRetained: true, cancellationToken).ConfigureAwait(false);
    }

    // While there is no session, changes are kept as they come and not only the last of them.
    private async Task KeepUntilAsync(Task done, CancellationToken cancellationToken)
    {
        while (!done.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            TakeReadings();
            await WaitAsync(done, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WaitAsync(Task other, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task woken = _inbox.WaitAsync(either.Token);
        await Task.WhenAny(woken, other).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false); // A wait that is left behind would take the next wake.
        await woken.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ImmutableArray<SparkplugMessage> TakeReadings()
    {
        (NodeReading? node, KeyValuePair<string, StationReading?>[] stations) = _inbox.TakeReadings();
        ImmutableArray<SparkplugMessage>.Builder messages = ImmutableArray.CreateBuilder<SparkplugMessage>();
        if (node is not null)
            messages.AddRange(_session.Node(node, Now()));
        foreach ((string station, StationReading? reading) in stations)
            messages.AddRange(reading is null ? _session.StationGone(station, Now()) : _session.Station(reading, Now()));
        Interlocked.Exchange(ref _samplesLost, _session.LostSamples);
        return messages.ToImmutable();
    }

    private async Task<bool> HearHostAsync(CancellationToken cancellationToken)
    {
        while (_inbox.TryTakeState(out ReadOnlyMemory<byte> state))
        {
            ImmutableArray<SparkplugMessage> messages = _session.Host(state, Now(), out bool leave);
            if (leave)
                return true; // The loop says the death.
            await SendAsync(messages, cancellationToken).ConfigureAwait(false);
        }

        return false;
    }

    private async Task ObeyAsync(CancellationToken cancellationToken)
    {
        bool rebirth = false;
        while (_inbox.TryTakeCommand(out InboundMessage? command))
        {
            string target = _topics.CommandTarget(command!.Topic)!;
            if (!SparkplugPayloads.TryReadCommand(command.Payload.Span, out IReadOnlyList<Metric> metrics))
            {
                Interlocked.Increment(ref _dropped);
                continue;
            }

            foreach (Metric metric in metrics)
                rebirth |= Obey(target, metric);
        }

        if (rebirth) // Several at once are one.
            await SendAsync(_session.Rebirth(Now()), cancellationToken).ConfigureAwait(false);
    }

    // Hosts write to names that we do not have, and that is no fault ([tck-id-operational-behavior-data-commands-ncmd-metric-name]).
    private bool Obey(string target, Metric metric)
    {
        string? name = _session.NameOf(target, metric);
        if (target.Length == 0 && name == NodeMetrics.Rebirth && metric.ValueCase == Metric.ValueOneofCase.BooleanValue)
            return metric.BooleanValue;
        if (target.Length > 0 && name == StationMetrics.Product && metric.ValueCase == Metric.ValueOneofCase.StringValue && EdgeId.IsValid(metric.StringValue) && _session.IsAlive(target))
            _parts.ProductAsked(new ProductRequest(target, metric.StringValue));
        else
            Interlocked.Increment(ref _dropped);
        return false;
    }

    private async Task SendAsync(ImmutableArray<SparkplugMessage> messages, CancellationToken cancellationToken)
    {
        // Before its birth a host may not write to a device, and after it at once.
        foreach (SparkplugMessage birth in messages.Where(message => message.Kind == SparkplugKind.DeviceBirth && !_subscribed.Contains(message.Device)))
        {
            await _link.SubscribeAsync(_topics.OfDevice(SparkplugKind.DeviceCommand, birth.Device), wantsRetained: false, cancellationToken).ConfigureAwait(false);
            _subscribed.Add(birth.Device);
        }

        foreach (SparkplugMessage message in messages)
        {
            await _link.PublishAsync(message, cancellationToken).ConfigureAwait(false);
            Interlocked.Increment(ref _messages);
            if (message.Kind == SparkplugKind.NodeBirth)
                Interlocked.Increment(ref _births);
        }

        Volatile.Write(ref _isBorn, _session.Phase == SessionPhase.Born);
    }

    private void Hear(InboundMessage message)
    {
        if (message.Topic == _stateTopic)
            _inbox.PutState(message.Payload);
        else if (message.IsRetained || _topics.CommandTarget(message.Topic) is null || !_inbox.TryPutCommand(message))
            Interlocked.Increment(ref _dropped); // A retained command would be done again on each connection, for ever.
    }

    private DateTimeOffset Now() => _parts.Clock.GetUtcNow();

    private void Tell(string fault)
    {
        bool isNews = _lastFault != fault;
        _lastFault = fault;
        _parts.Log.Log(isNews ? LogLevel.Warning : LogLevel.Debug, "{Fault}", fault);
    }

    private static string Or(string value, string otherwise) => value.Length > 0 ? value : otherwise;
}
