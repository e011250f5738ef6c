using System.Security.Cryptography;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Cloud.Ingest;

/// <summary>
/// One connection to the broker, made again whenever it breaks. The session ends with the connection: what a shared subscription held for an instance that
/// is gone would wait for its return while the others could have it, and devices keep what was not receipted anyway.
/// A link that takes messages acknowledges by hand and publishes nothing; another one publishes. Safe for any number of threads.
/// </summary>
internal sealed class BrokerLink : IDisposable
{
    private const uint MaximumPacketBytes = 4 << 20;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly BrokerLinkParts _parts;
    private readonly ILogger _log;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _gone = new();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _lastFault = "";
    private int _isDisposed;

    /// <summary>A link that is not connected yet.</summary>
    public BrokerLink(BrokerLinkParts parts, ILogger log)
    {
        _parts = parts;
        _log = log;
        _client.DisconnectedAsync += args =>
        {
            if (args.ClientWasConnected)
                _ended.TrySetResult();
            return Task.CompletedTask;
        };
        _client.ApplicationMessageReceivedAsync += OnReceived;
    }

    /// <summary>Whether it stands.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>Raised after each connection, with its subscriptions granted.</summary>
    public event Action? Connected;

    /// <summary>Keeps the link up until <paramref name="cancel"/>.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        TimeSpan pause = FirstPause;
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(cancel);
                pause = FirstPause;
                await _ended.Task.WaitAsync(cancel);
                Tell($"the connection to the broker ({_parts.Role}) broke");
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or IOException or CryptographicException or InvalidOperationException)
            {
                Tell($"the broker cannot be reached ({_parts.Role}): {exception.Message}");
            }

            // Instances that lost their broker together must not come back together.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), _parts.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        await LeaveAsync();
    }

    /// <summary>Publishes with QoS 1. Returns whether the broker took it; false also while there is no connection.</summary>
    public async Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancel)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayloadSegment(payload)
            .WithRetainFlag(retain)
            .WithContentType("application/json")
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        return await PublishAsync(message, cancel);
    }

    /// <summary>The same for a message that was built elsewhere.</summary>
    public async Task<bool> PublishAsync(MqttApplicationMessage message, CancellationToken cancel)
    {
        try
        {
            MqttClientPublishResult result = await _client.PublishAsync(message, cancel);
            return result.IsSuccess;
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _gone.Cancel();
        _client.Dispose();
        _gone.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        BrokerAccess access = await _parts.Access.GetAsync(cancel);
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(access.Host, access.Port)
            .WithClientId($"{_parts.Group}-{_parts.Role}-{_parts.Instance}")
            .WithCleanStart()
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithReceiveMaximum(_parts.Window)
            .WithMaximumPacketSize(MaximumPacketBytes);
        if (access.Authorities is { } authorities)
        {
            builder.WithTlsOptions(tls =>
            {
                // The cloud's own authority: its broker's certificate is renewed with it, and there is no service to ask.
                tls.UseTls().WithRevocationMode(System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck).WithTrustChain(authorities);
                if (access.Certificates is { } certificates)
                    tls.WithClientCertificates(certificates);
            });
        }

        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(ConnectTimeout);
        MqttClientConnectResult result = await _client.ConnectAsync(builder.Build(), timeout.Token);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
            throw new MqttCommunicationException($"refused: {result.ResultCode} {result.ReasonString}".TrimEnd());
        await SubscribeAsync(timeout.Token);
        _lastFault = "";
        _log.LogInformation("Connected to the broker at {Host}:{Port} ({Role})", access.Host, access.Port, _parts.Role);
        Connected?.Invoke();
    }

    private async Task SubscribeAsync(CancellationToken cancel)
    {
        if (_parts.Subscriptions.Count == 0)
            return;
        var builder = new MqttClientSubscribeOptionsBuilder();
        foreach (BrokerSubscription subscription in _parts.Subscriptions)
            builder.WithTopicFilter(subscription.Filter, MqttQualityOfServiceLevel.AtLeastOnce, retainAsPublished: true, retainHandling: subscription.Retained);
        MqttClientSubscribeResult result = await _client.SubscribeAsync(builder.Build(), cancel);
        if (result.Items.FirstOrDefault(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2) is { } refused)
            throw new MqttCommunicationException($"the subscription to {refused.TopicFilter.Topic} was refused: {refused.ResultCode}");
    }

    private Task OnReceived(MqttApplicationMessageReceivedEventArgs args)
    {
        args.AutoAcknowledge = false;
        _parts.Receive?.Invoke(args.ApplicationMessage, () => AcknowledgeAsync(args));
        return Task.CompletedTask;
    }

    private async Task AcknowledgeAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        try
        {
            await args.AcknowledgeAsync(_gone.Token);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone, and what it brought comes again by itself.
        }
    }

    private async Task LeaveAsync()
    {
        if (!_client.IsConnected)
            return;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), _parts.Time);
        try
        {
            await _client.DisconnectAsync(MqttClientDisconnectOptionsReason.NormalDisconnection, cancellationToken: timeout.Token);
        }
        catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException or ObjectDisposedException or MqttClientNotConnectedException)
        {
            _log.LogDebug("Left the broker without a goodbye: {Reason}", exception.Message);
        }
    }

    private void Tell(string fault)
    {
        bool isNews = _lastFault != fault;
        _lastFault = fault;
        _log.Log(isNews ? LogLevel.Warning : LogLevel.Debug, "Messaging: {Fault}", fault);
    }
}
