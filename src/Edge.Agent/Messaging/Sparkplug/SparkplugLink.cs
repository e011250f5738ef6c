using Edge.Agent.Configuration;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>The node's own connection: MQTT 5, clean start, no session expiry ([tck-id-principles-persistence-clean-session-50]), the node's death as its Will.</summary>
internal sealed class SparkplugLink : IDisposable
{
    private const uint MaximumPacketBytes = 256 * 1024;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoodbyeTimeout = TimeSpan.FromSeconds(1);

    private readonly MqttSettings _settings;
    private readonly string _clientId;
    private readonly TimeProvider _clock;
    private readonly Action<InboundMessage> _received;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="settings">The broker.</param>
    /// <param name="clientId">Unique at the broker.</param>
    /// <param name="clock">Time.</param>
    /// <param name="received">Hears every message; quick, never throws.</param>
    public SparkplugLink(MqttSettings settings, string clientId, TimeProvider clock, Action<InboundMessage> received)
    {
        _settings = settings;
        _clientId = clientId;
        _clock = clock;
        _received = received;
        _client.ApplicationMessageReceivedAsync += OnReceived;
        _client.DisconnectedAsync += OnDisconnected;
    }

    public bool IsConnected => _client.IsConnected;

    /// <summary>Completes with a reason when the connection ends.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Connects.</summary>
    /// <exception cref="MqttCommunicationException">There is no connection.</exception>
    public async Task ConnectAsync(SparkplugMessage will, CancellationToken cancellationToken)
    {
        _ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(_settings.Host, _settings.Port)
            .WithClientId(_clientId)
            .WithCleanStart()
            .WithSessionExpiryInterval(0)
            .WithKeepAlivePeriod(_settings.KeepAlive)
            .WithMaximumPacketSize(MaximumPacketBytes)
            .WithWillTopic(will.Topic)
            .WithWillPayload(will.Payload)
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce) // [tck-id-payloads-ndeath-will-message-qos]
            .WithWillRetain(false); // [tck-id-payloads-ndeath-will-message-retain]
        BrokerClientOptions.ApplyAccess(options, _settings);
        using var timeout = new CancellationTokenSource(AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        MqttClientConnectResult result = await _client.ConnectAsync(options.Build(), either.Token).ConfigureAwait(false);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
            throw new MqttCommunicationException($"refused: {result.ResultCode} {result.ReasonString}".TrimEnd());
    }

    /// <summary>Subscribes with QoS 1 ([tck-id-message-flow-edge-node-ncmd-subscribe], [tck-id-message-flow-device-dcmd-subscribe]).</summary>
    /// <exception cref="MqttCommunicationException">The connection broke, or the broker refused: without it no host is heard.</exception>
    public async Task SubscribeAsync(string topic, bool wantsRetained, CancellationToken cancellationToken)
    {
        MqttClientSubscribeOptions options = new MqttClientSubscribeOptionsBuilder()
            .WithTopicFilter(
                topic,
                MqttQualityOfServiceLevel.AtLeastOnce,
                retainAsPublished: true,
                retainHandling: wantsRetained ? MqttRetainHandling.SendAtSubscribe : MqttRetainHandling.DoNotSendOnSubscribe)
            .Build();
        using var timeout = new CancellationTokenSource(AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        MqttClientSubscribeResult result = await _client.SubscribeAsync(options, either.Token).ConfigureAwait(false);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                throw new MqttCommunicationException($"the subscription to {topic} was refused: {item.ResultCode}");
        }
    }

    /// <summary>Publishes: deaths with QoS 1, all else with QoS 0, nothing retained ([tck-id-topics-nbirth-mqtt] and its like).</summary>
    /// <exception cref="MqttCommunicationException">The connection broke.</exception>
    public async Task PublishAsync(SparkplugMessage message, CancellationToken cancellationToken)
    {
        MqttApplicationMessage packet = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(message.Payload)
            .WithQualityOfServiceLevel(message.Kind == SparkplugKind.NodeDeath ? MqttQualityOfServiceLevel.AtLeastOnce : MqttQualityOfServiceLevel.AtMostOnce)
            .Build();
        using var timeout = new CancellationTokenSource(AnswerTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await _client.PublishAsync(packet, either.Token).ConfigureAwait(false);
    }

    /// <summary>Says the death where there is one, and disconnects so that the broker sends the Will too ([tck-id-payloads-ndeath-will-message-publisher-disconnect-mqtt50]). Never throws.</summary>
    public async Task LeaveAsync(SparkplugMessage? death)
    {
        if (!_client.IsConnected)
            return;
        using var timeout = new CancellationTokenSource(GoodbyeTimeout, _clock);
        try
        {
            if (death is not null)
                await PublishAsync(death, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // The Will says it.
        }

        try
        {
            await _client.DisconnectAsync(MqttClientDisconnectOptionsReason.DisconnectWithWillMessage, cancellationToken: timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // Nor can it be broken any more.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static bool IsBroken(Exception exception) => exception is MqttCommunicationException or MqttCommunicationTimedOutException or OperationCanceledException or ObjectDisposedException;

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
        _received(new InboundMessage(message.Topic, payload, message.Retain, ResponseTopic: null, CorrelationData: null));
        return Task.CompletedTask;
    }
}
