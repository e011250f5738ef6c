using Edge.Agent.Configuration;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Agent.Messaging;

/// <summary>
/// Keeps one connection to the broker, for as long as <see cref="RunAsync"/> runs:
/// <list type="number">
/// <item>read passwords and certificates, connect with a Will that says <c>offline</c>;</item>
/// <item>subscribe to commands, <c>desired</c> and <c>receipts</c>;</item>
/// <item>say <c>online</c>, retained (birth);</item>
/// <item>tell the publishers (<see cref="Connected"/>);</item>
/// <item>wait until the connection ends (<see cref="Lost"/>);</item>
/// <item>back off, and again from 1;</item>
/// <item>at the end, say <c>offline</c> and leave.</item>
/// </list>
/// Thread safe.
/// </summary>
public sealed class BrokerConnection : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SteadyAfter = TimeSpan.FromSeconds(10);

    private readonly MqttSettings _settings;
    private readonly EdgeTopics _topics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly RetryBackoff _backoff;
    private readonly Lock _gate = new();
    private TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DeviceState _state;
    private string _lastFault = "";
    private long _maximumPacketBytes = long.MaxValue;

    /// <summary>A connection that is not made yet.</summary>
    /// <param name="settings">The broker.</param>
    /// <param name="topics">The device.</param>
    /// <param name="state">What <c>state</c> says of the agent; its status and time are set here.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Hears each new reason for a failure once.</param>
    public BrokerConnection(MqttSettings settings, EdgeTopics topics, DeviceState state, TimeProvider clock, ILogger<BrokerConnection> logger)
    {
        _settings = settings;
        _topics = topics;
        _state = state;
        _clock = clock;
        _logger = logger;
        _backoff = new RetryBackoff(FirstRetry, LongestRetry, Random.Shared);
        _client.ApplicationMessageReceivedAsync += OnReceived;
        _client.DisconnectedAsync += OnDisconnected;
    }

    /// <summary>A connection stands: subscriptions made, birth said. Handlers must be quick and not throw.</summary>
    public event Action? Connected;

    /// <summary>The connection ended. Handlers must be quick and not throw.</summary>
    public event Action? Lost;

    /// <summary>A message came. Handlers must be quick and not throw; they are called one at a time, in order.</summary>
    public event Action<InboundMessage>? Received;

    /// <summary>Wait before the second try; doubles up to <see cref="LongestRetry"/>.</summary>
    public static TimeSpan FirstRetry { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between tries.</summary>
    public static TimeSpan LongestRetry { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether the broker can be talked to now.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>What was counted.</summary>
    public MessagingCounters Counters { get; } = new();

    /// <summary>Why there is no connection, for people; empty while there is one.</summary>
    public string Fault => IsConnected ? "" : Volatile.Read(ref _lastFault);

    /// <summary>Keeps the connection until <paramref name="cancellationToken"/> ends it. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                long start = await ConnectAsync(cancellationToken).ConfigureAwait(false);
                Connected?.Invoke();
                string reason = await _ended.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                Lost?.Invoke();
                if (_clock.GetElapsedTime(start) > SteadyAfter)
                    _backoff.Reset(); // A broker that takes us and throws us out again must not be hammered.
                Tell($"The connection to the broker ended: {reason}");
            }
            catch (Exception exception) // The loop's edge: no fault of the network, a file or the broker may end it.
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                Tell($"Cannot connect to the broker at {_settings.Host}:{_settings.Port}: {exception.Message}");
                await HangUpAsync(MqttClientDisconnectOptionsReason.UnspecifiedError).ConfigureAwait(false); // It may stand without its subscriptions.
            }

            try
            {
                await Task.Delay(_backoff.Next(), _clock, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        await LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>Sets the model that <c>state</c> names, and says so if there is a connection.</summary>
    public async Task SetModelAsync(string model, CancellationToken cancellationToken)
    {
        DeviceState state;
        lock (_gate)
            state = _state = _state with { Model = model };
        if (IsConnected)
            await PublishStateAsync(state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets the part of their frame rate that <c>state</c> says cameras are slowed to (1 is none), and says so if there is a connection.</summary>
    public async Task SetFrameRateAsync(double rate, CancellationToken cancellationToken)
    {
        DeviceState state;
        lock (_gate)
            state = _state = _state with { SlowedTo = rate < 1 ? rate : null };
        if (IsConnected)
            await PublishStateAsync(state, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Publishes, and says what became of it. Throws only when <paramref name="cancellationToken"/> is cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<PublishOutcome> PublishAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (message.PacketBytes > Interlocked.Read(ref _maximumPacketBytes))
            return new PublishOutcome(DeliveryOutcome.Permanent, $"{message.PacketBytes} bytes; the broker allows {_maximumPacketBytes}");
        using var timeout = new CancellationTokenSource(AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            MqttClientPublishResult result = await _client.PublishAsync(ToMqtt(message), either.Token).ConfigureAwait(false);
            return PublishOutcome.Of(result.ReasonCode);
        }
        catch (Exception exception) when (exception is MqttCommunicationTimedOutException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Drop($"no answer to a publish within {AnswerTimeout.TotalSeconds:0} s");
            return new PublishOutcome(DeliveryOutcome.Lost, "no answer in time");
        }
        catch (MqttCommunicationException exception)
        {
            return PublishOutcome.Of(exception);
        }
        catch (Exception exception) when (exception is MqttProtocolViolationException or ObjectDisposedException)
        {
            return new PublishOutcome(DeliveryOutcome.Permanent, exception.Message);
        }
    }

    /// <summary>Ends the connection as broken; the loop makes a new one.</summary>
    public void Drop(string reason)
    {
        Tell($"Dropping the connection to the broker: {reason}");
        _ = HangUpAsync(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage);
    }

    /// <summary>Leaves the broker in good order, without a Will, and comes back: for a certificate or password that was renewed. Does nothing where there is no connection.</summary>
    public Task ReconnectAsync(string reason)
    {
        if (IsConnected)
            _logger.LogInformation("Connecting to the broker anew: {Reason}", reason);
        return HangUpAsync(MqttClientDisconnectOptionsReason.NormalDisconnection);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<long> ConnectAsync(CancellationToken cancellationToken)
    {
        _ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        DeviceState state;
        lock (_gate)
            state = _state;
        DateTimeOffset now = _clock.GetUtcNow();
        MqttClientOptions options = BrokerClientOptions.Create(_settings, _topics, state with { Status = DeviceStatus.Offline, Since = now });
        using var timeout = new CancellationTokenSource(ConnectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        MqttClientConnectResult result = await _client.ConnectAsync(options, either.Token).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
            throw new MqttCommunicationException($"refused: {result.ResultCode} {result.ReasonString}".TrimEnd());
        Interlocked.Exchange(ref _maximumPacketBytes, result.MaximumPacketSize is > 0 and var limit ? limit : long.MaxValue); // MQTTnet: 0 is no limit.
        await SubscribeAsync(either.Token).ConfigureAwait(false);
        await PublishStateAsync(state with { Status = DeviceStatus.Online, Since = now }, either.Token).ConfigureAwait(false);
        Counters.CountConnect();
        Volatile.Write(ref _lastFault, "");
        _logger.LogInformation("Connected to the broker at {Host}:{Port} as {Topics}", _settings.Host, _settings.Port, _topics.Root);
        return _clock.GetTimestamp();
    }

    private async Task SubscribeAsync(CancellationToken cancellationToken)
    {
        // No Local: what we publish ourselves never comes back, so no answer can become a request.
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(_topics.CommandFilter, MqttQualityOfServiceLevel.AtLeastOnce, noLocal: true, retainAsPublished: true, MqttRetainHandling.DoNotSendOnSubscribe)
            .WithTopicFilter(_topics.Desired, MqttQualityOfServiceLevel.AtLeastOnce, noLocal: true, retainAsPublished: true)
            .WithTopicFilter(_topics.Receipts, MqttQualityOfServiceLevel.AtLeastOnce, noLocal: true, retainAsPublished: true, MqttRetainHandling.DoNotSendOnSubscribe)
            .Build();
        MqttClientSubscribeResult result = await _client.SubscribeAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            // Telling matters more than being told: without its subscriptions the device still raises alerts.
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                _logger.LogWarning("The broker refused the subscription to {Topic}: {Code}", item.TopicFilter.Topic, item.ResultCode);
        }
    }

    private async Task PublishStateAsync(DeviceState state, CancellationToken cancellationToken)
    {
        lock (_gate)
            _state = state with { Model = _state.Model, SlowedTo = _state.SlowedTo };
        PublishOutcome outcome = await PublishAsync(new OutgoingMessage(_topics.State, DeviceMessages.Write(state)) { Retain = true }, cancellationToken).ConfigureAwait(false);
        if (outcome.Kind is DeliveryOutcome.Permanent or DeliveryOutcome.Temporary)
            _logger.LogWarning("The broker refused {Topic}: {Reason}", _topics.State, outcome.Reason);
    }

    private async Task LeaveAsync()
    {
        if (IsConnected)
        {
            using var timeout = new CancellationTokenSource(GoodbyeTimeout, _clock);
            try
            {
                await PublishStateAsync(_state with { Status = DeviceStatus.Offline, Since = _clock.GetUtcNow() }, timeout.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _logger.LogDebug("Left the broker without saying offline: it did not answer in time");
            }

            await HangUpAsync(MqttClientDisconnectOptionsReason.NormalDisconnection).ConfigureAwait(false);
        }

        Lost?.Invoke();
    }

    private async Task HangUpAsync(MqttClientDisconnectOptionsReason reason)
    {
        if (!IsConnected)
            return;
        using var timeout = new CancellationTokenSource(GoodbyeTimeout, _clock);
        try
        {
            await _client.DisconnectAsync(reason, cancellationToken: timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException or ObjectDisposedException)
        {
            _logger.LogDebug("The connection to the broker ended without a goodbye: {Reason}", exception.Message);
        }
    }

    private void Tell(string fault)
    {
        bool isNews = Interlocked.Exchange(ref _lastFault, fault) != fault;
        _logger.Log(isNews ? LogLevel.Warning : LogLevel.Debug, "{Fault}", fault);
    }

    private Task OnDisconnected(MqttClientDisconnectedEventArgs args)
    {
        if (args.ClientWasConnected)
            _ended.TrySetResult(args.Exception?.Message ?? $"{args.Reason} {args.ReasonString}".TrimEnd());
        return Task.CompletedTask;
    }

    private Task OnReceived(MqttApplicationMessageReceivedEventArgs args)
    {
        MqttApplicationMessage message = args.ApplicationMessage;
        ReadOnlyMemory<byte> payload = message.Payload.IsSingleSegment ? message.Payload.First : System.Buffers.BuffersExtensions.ToArray(message.Payload);
        Received?.Invoke(new InboundMessage(message.Topic, payload, message.Retain, message.ResponseTopic, message.CorrelationData));
        return Task.CompletedTask;
    }

    private static MqttApplicationMessage ToMqtt(OutgoingMessage message)
    {
        MqttApplicationMessageBuilder builder = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayloadSegment(message.Payload)
            .WithRetainFlag(message.Retain)
            .WithQualityOfServiceLevel(message.AtLeastOnce ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce);
        if (message.ContentType.Length > 0)
            builder.WithContentType(message.ContentType);
        if (message.CorrelationData is not null)
            builder.WithCorrelationData(message.CorrelationData);
        return builder.Build();
    }
}
