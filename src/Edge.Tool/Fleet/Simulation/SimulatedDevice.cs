using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Tool.Fleet.Simulation.Mqtt;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>
/// One device of the simulated fleet. To the broker and the cloud it is an agent: its own certificate, a Will, birth and telemetry, alerts kept until the cloud's
/// receipt and sent again as the agent's outbox does, reports signed with its key. It has no thread: the connection's reading loop and the fleet's
/// clock call it.
/// </summary>
internal sealed class SimulatedDevice : IMqttReceiver, IDisposable
{
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(2); // As the agent's outbox publisher.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly SimulationParts _parts;
    private readonly EdgeTopics _topics;
    private readonly SimulatedReports _reports;
    private readonly DeviceOutbox _outbox;
    private readonly Dictionary<ushort, long> _telemetry = [];
    private readonly Random _random;
    private readonly SslClientAuthenticationOptions? _tls;
    private MqttConnection? _connection;
    private ushort _nextPacket = 1;
    private ushort _reportPacket;
    private long _lastSent;
    private long _nextTelemetry;
    private long _alerts;

    /// <summary>A device that is not connected yet.</summary>
    public SimulatedDevice(DeviceIdentity identity, SimulationParts parts, int seed)
    {
        Identity = identity;
        _parts = parts;
        _topics = identity.Topics;
        _random = new Random(seed);
        _outbox = new DeviceOutbox(Ticks(parts.Settings.ResendAfter), Ticks(RefusedFor));
        _reports = new SimulatedReports(identity, parts.Time);
        _tls = parts.TlsOf(identity);
        _nextTelemetry = parts.Time.GetTimestamp() + (long)(_random.NextDouble() * parts.Settings.TelemetryEvery.TotalSeconds * parts.Time.TimestampFrequency);
    }

    /// <summary>Who it is.</summary>
    public DeviceIdentity Identity { get; }

    /// <summary>Alerts that the cloud has not acknowledged.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _outbox.Count;
        }
    }

    /// <summary>Ids of the alerts that the cloud has acknowledged.</summary>
    public IReadOnlyCollection<Guid> Receipted
    {
        get
        {
            lock (_gate)
                return [.. _outbox.Receipted];
        }
    }

    /// <summary>Ids of all alerts that it raised.</summary>
    public IReadOnlyCollection<Guid> Raised
    {
        get
        {
            lock (_gate)
                return [.. _outbox.Raised];
        }
    }

    /// <summary>Connects, and connects again whenever the connection breaks, until <paramref name="cancel"/>.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        TimeSpan pause = FirstPause;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                if (await ConnectAsync(cancel))
                    pause = FirstPause;
            }
            catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or MqttProtocolException or OperationCanceledException)
            {
                if (cancel.IsCancellationRequested)
                    return;
                _parts.Numbers.CountRefusedConnection();
                _parts.Tell($"{Identity.Device}: {exception.Message}");
            }

            await Task.Delay(pause * (0.5 + _random.NextDouble()), _parts.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>Raises an alert: from here on it is owed to the cloud.</summary>
    public void Raise()
    {
        (Guid id, byte[] payload) = SimulatedMessages.Alert(Identity, SimulationParts.Camera, _parts.Time.GetUtcNow(), _random);
        lock (_gate)
        {
            _outbox.Add(new PendingAlert(id, _topics.Alerts(SimulationParts.Camera), payload, _parts.Time.GetTimestamp()));
            _alerts++;
        }

        _parts.Numbers.CountRaised();
        Pump();
    }

    /// <summary>What is due by the clock: telemetry, a ping, what is sent again, the next step of an update.</summary>
    public void Tick()
    {
        long now = _parts.Time.GetTimestamp();
        if (_connection is not { } connection)
            return;
        if (now >= Interlocked.Read(ref _nextTelemetry))
            SendTelemetry(connection, now);
        else if (_parts.Time.GetElapsedTime(Interlocked.Read(ref _lastSent), now) > _parts.Settings.KeepAlive * 0.8)
            Send(connection, c => c.PingAsync(CancellationToken.None));
        if (_reports.IsDue(now))
            SendReport(connection);
        Pump();
    }

    /// <inheritdoc />
    public void OnPublish(in MqttPublish message)
    {
        if (message.Topic == _topics.Receipts && DeviceMessages.TryReadReceipts(message.Payload, out DeliveryReceipts? receipts, out _))
            TakeReceipts(receipts);
        else if (message.Topic == _topics.Desired && DeviceMessages.TryReadDesired(message.Payload, out DesiredState? desired, out _) && _reports.Take(desired, _parts.Settings.InstallTime))
        {
            if (_parts.RolloutStart is { } start)
                _parts.Numbers.CountDesired(_parts.Time.GetElapsedTime(start));
            if (_connection is { } connection)
                SendReport(connection);
        }
    }

    /// <inheritdoc />
    public void OnPublished(ushort packetId, byte reason)
    {
        long now = _parts.Time.GetTimestamp();
        lock (_gate)
        {
            if (_telemetry.Remove(packetId, out long sentAt))
            {
                if (reason < 128)
                    _parts.Numbers.CountTelemetryTaken(_parts.Time.GetElapsedTime(sentAt, now));
                return;
            }

            if (packetId == _reportPacket)
            {
                _reportPacket = 0;
                if (reason < 128 && _reports.Confirm())
                    _parts.Numbers.CountReported();
                return;
            }

            if (_outbox.Answered(packetId, reason, now) is var (isTaken, isUnheard))
                _parts.Numbers.CountAlertAnswer(isTaken, isUnheard);
        }

        Pump();
    }

    /// <inheritdoc />
    public void OnSubscribed(ushort packetId, ReadOnlySpan<byte> reasons)
    {
        foreach (byte reason in reasons)
        {
            if (reason >= 128)
                _parts.Tell($"{Identity.Device}: a subscription was refused: 0x{reason:X2}");
        }
    }

    /// <inheritdoc />
    public void Dispose() => _reports.Dispose();

    private async Task<bool> ConnectAsync(CancellationToken cancel)
    {
        await _parts.Connecting.WaitAsync(cancel);
        MqttConnection connection;
        try
        {
            long start = _parts.Time.GetTimestamp();
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(ConnectTimeout);
            connection = await MqttConnection.ConnectAsync(
                new MqttEndpoint(_parts.Broker.Host, _parts.Broker.Port, _tls),
                new MqttConnect
                {
                    ClientId = Identity.Device,
                    SessionExpirySeconds = 3600,
                    KeepAliveSeconds = (ushort)_parts.Settings.KeepAlive.TotalSeconds,
                    WillTopic = _topics.State,
                    WillPayload = DeviceMessages.Write(_reports.State(DeviceStatus.Offline)),
                },
                this,
                timeout.Token);
            if (connection.Answer.Reason >= 128)
            {
                await connection.DisposeAsync();
                throw new IOException($"the broker refused: 0x{connection.Answer.Reason:X2}");
            }

            _parts.Numbers.CountConnected(_parts.Time.GetElapsedTime(start));
        }
        finally
        {
            _parts.Connecting.Release();
        }

        await using (connection)
        {
            await LiveAsync(connection, cancel);
            return true;
        }
    }

    private async Task LiveAsync(MqttConnection connection, CancellationToken cancel)
    {
        string end = "";
        try
        {
            lock (_gate)
            {
                _telemetry.Clear();
                _reportPacket = 0;
                _outbox.Forget();
                _reports.Lost();
                _connection = connection;
            }

            await connection.SubscribeAsync(NextPacket(), [_topics.Receipts, _topics.Desired, _topics.CommandFilter], cancel);
            await connection.PublishAsync(_topics.State, DeviceMessages.Write(_reports.State(DeviceStatus.Online)), NextPacket(), retain: true, "application/json", cancel);
            Interlocked.Exchange(ref _lastSent, _parts.Time.GetTimestamp());
            Pump();
            end = await connection.RunAsync(cancel);
        }
        finally
        {
            lock (_gate)
                _connection = null;
            _parts.Numbers.CountEnded(isLost: !cancel.IsCancellationRequested);
            if (!cancel.IsCancellationRequested)
                _parts.Tell($"{Identity.Device}: {end}");
        }
    }

    private void Pump()
    {
        IReadOnlyList<PendingAlert> due;
        MqttConnection? connection;
        lock (_gate)
        {
            if ((connection = _connection) is null)
                return;
            due = _outbox.Take(Math.Min(_parts.Settings.Window, (int)connection.Answer.ReceiveMaximum), _parts.Time.GetTimestamp(), NextPacket);
        }

        foreach (PendingAlert alert in due)
        {
            _parts.Numbers.CountAlertSent();
            ushort packet = alert.PacketId;
            Send(connection, c => c.PublishAsync(alert.Topic, alert.Payload, packet, retain: false, CloudEvent<AlertMessage>.ContentType, CancellationToken.None));
        }
    }

    private void TakeReceipts(DeliveryReceipts receipts)
    {
        lock (_gate)
        {
            foreach (Guid id in receipts.Ids)
            {
                if (_outbox.TrySettle(id, out PendingAlert? alert))
                    _parts.Numbers.CountReceipt(_parts.Time.GetElapsedTime(alert.RaisedAt));
                else
                    _parts.Numbers.CountRepeatedReceipt();
            }
        }

        Pump();
    }

    private void SendTelemetry(MqttConnection connection, long now)
    {
        Interlocked.Exchange(ref _nextTelemetry, now + Ticks(_parts.Settings.TelemetryEvery));
        byte[] payload = SimulatedMessages.Telemetry(Identity, SimulationParts.Camera, _parts.Time.GetUtcNow(), _reports.Uptime, _alerts, Pending, _random);
        ushort packet = NextPacket();
        lock (_gate)
            _telemetry[packet] = now;
        _parts.Numbers.CountTelemetrySent();
        Send(connection, c => c.PublishAsync(_topics.Telemetry, payload, packet, retain: false, CloudEvent<TelemetryMessage>.ContentType, CancellationToken.None));
    }

    private void SendReport(MqttConnection connection)
    {
        byte[] payload = DeviceMessages.Write(_reports.Next());
        ushort packet = NextPacket();
        lock (_gate)
            _reportPacket = packet;
        Send(connection, c => c.PublishAsync(_topics.Reported, payload, packet, retain: true, "application/json", CancellationToken.None));
    }

    private void Send(MqttConnection connection, Func<MqttConnection, Task> send)
    {
        Interlocked.Exchange(ref _lastSent, _parts.Time.GetTimestamp());
        _ = SendAsync(connection, send);
    }

    private static async Task SendAsync(MqttConnection connection, Func<MqttConnection, Task> send)
    {
        try
        {
            await send(connection);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or MqttProtocolException)
        {
            // The connection broke: the reading loop sees it too, and everything owed is sent on the next one.
        }
    }

    private ushort NextPacket()
    {
        lock (_gate)
        {
            _nextPacket = _nextPacket == ushort.MaxValue ? (ushort)1 : (ushort)(_nextPacket + 1);
            return _nextPacket;
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _parts.Time.TimestampFrequency);
}
