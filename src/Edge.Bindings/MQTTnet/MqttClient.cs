using System.Net;
using System.Threading.Channels;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Native;
using MQTTnet.Packets;

namespace MQTTnet;

/// <summary>The client: at most one <see cref="Session"/> at a time, and the loop that hands received messages to handlers.</summary>
internal sealed class MqttClient : IMqttClient
{
    private readonly Lock _gate = new();
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _received =
        Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>(new UnboundedChannelOptions { SingleReader = true });
    private Session _session;
    private Task _pump;
    private bool _isConnecting;
    private bool _isConnected;
    private volatile bool _isByHand; // A handler acknowledged by hand once: so it will on the next connection, from its first message on.
    private volatile bool _disposed;

    public event Func<MqttApplicationMessageReceivedEventArgs, Task> ApplicationMessageReceivedAsync;

    public event Func<MqttClientConnectedEventArgs, Task> ConnectedAsync;

    public event Func<MqttClientDisconnectedEventArgs, Task> DisconnectedAsync;

    public bool IsConnected
    {
        get
        {
            lock (_gate)
                return _isConnected && !_session.IsOver;
        }
    }

    public MqttClientOptions Options { get; private set; }

    public async Task<MqttClientConnectResult> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken = default)
    {
        ThrowIfUnsupported(options);
        if (IsConnected)
            throw new InvalidOperationException("It is not allowed to connect with a server after the connection is established.");
        ObjectDisposedException.ThrowIf(_disposed, this);
        Session previous;
        lock (_gate)
        {
            if (_isConnecting)
                throw new InvalidOperationException("Not allowed to connect while connect/disconnect is pending.");
            _isConnecting = true;
            previous = _session;
        }

        using var timeout = cancellationToken.CanBeCanceled ? null : new CancellationTokenSource(options.Timeout);
        CancellationToken token = timeout?.Token ?? cancellationToken;
        try
        {
            Options = options;
            if (previous != null)
                await previous.Ended.WaitAsync(token).ConfigureAwait(false); // Never two native threads for one client.
            return await ConnectCoreAsync(options, token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _isConnecting = false;
        }
    }

    public async Task DisconnectAsync(MqttClientDisconnectOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ObjectDisposedException.ThrowIf(_disposed, this);
        Session session;
        lock (_gate)
        {
            if (!_isConnected || _session.IsOver)
                return; // MQTTnet: nothing to do when it is finished already.
            session = _session;
        }

        session.Post(new DisconnectCommand(options));
        using var timeout = cancellationToken.CanBeCanceled ? null : new CancellationTokenSource(Options.Timeout);
        try
        {
            await session.Ended.WaitAsync(timeout?.Token ?? cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            session.Abort();
            throw;
        }
    }

    public Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage applicationMessage, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(applicationMessage);
        ThrowIfTopicInvalid(applicationMessage.Topic);
        Session session = ConnectedSession();
        return PublishCoreAsync(session, new PublishCommand(applicationMessage), cancellationToken);
    }

    public async Task<MqttClientSubscribeResult> SubscribeAsync(MqttClientSubscribeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach (MqttTopicFilter filter in options.TopicFilters)
            ThrowIfFilterInvalid(filter.Topic);
        Session session = ConnectedSession();
        using var timeout = cancellationToken.CanBeCanceled ? null : new CancellationTokenSource(Options.Timeout);
        CancellationToken token = timeout?.Token ?? cancellationToken;
        var commands = options.TopicFilters.ConvertAll(f => new SubscribeCommand(f, options.UserProperties));
        foreach (SubscribeCommand command in commands)
            session.Post(command);
        var items = new List<MqttClientSubscribeResultItem>();
        ushort packetIdentifier = 0;
        string reason = null;
        for (int i = 0; i < commands.Count; i++)
        {
            SubscribeCommand command = commands[i];
            await using (token.Register(() => command.Fail(new MqttCommunicationTimedOutException())))
            {
                (ushort mid, MqttClientSubscribeResultCode code, string reasonString) = await command.Result.Task.ConfigureAwait(false);
                packetIdentifier = i == 0 ? mid : packetIdentifier;
                reason ??= reasonString;
                items.Add(new MqttClientSubscribeResultItem(options.TopicFilters[i], code));
            }
        }

        return new MqttClientSubscribeResult(packetIdentifier, items, reason, []);
    }

    public void Dispose()
    {
        Session session;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            session = _session;
        }

        session?.Abort();
        _received.Writer.TryComplete();
    }

    private async Task<MqttClientConnectResult> ConnectCoreAsync(MqttClientOptions options, CancellationToken token)
    {
        var session = new Session(options, _isByHand, Receive);
        MqttClientConnectResult result = null;
        try
        {
            token.ThrowIfCancellationRequested();
            session.Start();
            lock (_gate)
            {
                _session = session;
                _isConnected = false;
                _pump ??= Task.Run(PumpAsync, CancellationToken.None);
            }

            if (_disposed)
                session.Abort();
            result = await AwaitConnectAsync(session, token).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                session.Abort();
                await session.Ended.ConfigureAwait(false);
                RaiseDisconnected(false, result, MqttClientDisconnectReason.NormalDisconnection, null, null, null);
                return result;
            }

            lock (_gate)
                _isConnected = true;
            _ = WatchEndAsync(session, result);
            if (ConnectedAsync is { } handlers)
                await InvokeAsync(handlers, new MqttClientConnectedEventArgs(result)).ConfigureAwait(false);
            return result;
        }
        catch (Exception exception)
        {
            session.Abort();
            if (result == null)
                RaiseDisconnected(false, null, MqttClientDisconnectReason.UnspecifiedError, null, null, exception);
            throw;
        }
    }

    private void Receive(Session session, MqttApplicationMessage message, ushort id)
    {
        bool isHeld = message.QualityOfServiceLevel != Protocol.MqttQualityOfServiceLevel.AtMostOnce;
        if (isHeld)
            session.Gate.Hold();
        _received.Writer.TryWrite(new MqttApplicationMessageReceivedEventArgs(
            session.ClientId,
            message,
            id,
            release: () =>
            {
                if (isHeld && session.Gate.Release())
                    session.Wake();
            },
            holdByHand: () =>
            {
                _isByHand = true;
                session.Gate.HoldByHand();
            }));
    }

    private static async Task<MqttClientConnectResult> AwaitConnectAsync(Session session, CancellationToken token)
    {
        try
        {
            return await session.Connected.WaitAsync(token).ConfigureAwait(false);
        }
        catch (Exception exception) when (session.IsNetworkUp)
        {
            throw new MqttConnectingFailedException($"Error while authenticating. {exception.Message}", exception);
        }
    }

    private static async Task<MqttClientPublishResult> PublishCoreAsync(Session session, PublishCommand command, CancellationToken cancellationToken)
    {
        await using (cancellationToken.Register(() => command.Fail(new MqttCommunicationTimedOutException())))
        {
            session.Post(command);
            return await command.Result.Task.ConfigureAwait(false);
        }
    }

    private async Task WatchEndAsync(Session session, MqttClientConnectResult result)
    {
        SessionEnd end = await session.Ended.ConfigureAwait(false);
        RaiseDisconnected(true, result, (MqttClientDisconnectReason)(int)(end.Reason ?? 0), end.ReasonString, end.UserProperties, end.Exception);
    }

    private void RaiseDisconnected(bool wasConnected, MqttClientConnectResult result, MqttClientDisconnectReason reason, string reasonString, List<MqttUserProperty> userProperties, Exception exception)
    {
        if (DisconnectedAsync is not { } handlers)
            return;
        var args = new MqttClientDisconnectedEventArgs(wasConnected, result, reason, reasonString, userProperties, exception);
        _ = Task.Run(() => InvokeAsync(handlers, args)); // On its own: a handler may connect again.
    }

    private async Task PumpAsync()
    {
        await foreach (MqttApplicationMessageReceivedEventArgs args in _received.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                if (ApplicationMessageReceivedAsync is { } handlers)
                    await InvokeAsync(handlers, args).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // As in MQTTnet: a handler's exception is the handler's loss, and the next message is handed out all the same.
            }

            args.HandlerReturned();
        }
    }

    private static async Task InvokeAsync<TArgs>(Func<TArgs, Task> handlers, TArgs args)
    {
        foreach (Func<TArgs, Task> handler in handlers.GetInvocationList().Cast<Func<TArgs, Task>>())
            await handler(args).ConfigureAwait(false);
    }

    private Session ConnectedSession()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_gate)
            return _isConnected && !_session.IsOver ? _session : throw new MqttClientNotConnectedException();
    }

    private static void ThrowIfUnsupported(MqttClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ChannelOptions == null)
            throw new ArgumentException("ChannelOptions are not set.");
        if (options.ProtocolVersion != MqttProtocolVersion.V500)
            throw new NotSupportedException($"Protocol version {options.ProtocolVersion} is not supported by this binding; use V500.");
        if (options.ChannelOptions is not MqttClientTcpOptions { RemoteEndpoint: DnsEndPoint })
            throw new NotSupportedException("Only a TCP server given by host and port is supported by this binding.");
    }

    private static void ThrowIfTopicInvalid(string topic)
    {
        if (string.IsNullOrEmpty(topic))
            throw new MqttProtocolViolationException("Topic should not be empty.");
        if (topic.IndexOfAny(['+', '#', '\0']) is >= 0 and var at)
            throw new MqttProtocolViolationException($"The character '{topic[at]}' is not allowed in topics.");
    }

    private static void ThrowIfFilterInvalid(string filter)
    {
        if (string.IsNullOrEmpty(filter))
            throw new MqttProtocolViolationException("Topic should not be empty.");
        if (filter.IndexOf('#') is >= 0 and var at && at != filter.Length - 1)
            throw new MqttProtocolViolationException("The character '#' is only allowed as last character");
    }
}
