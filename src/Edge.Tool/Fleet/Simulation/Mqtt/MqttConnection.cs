using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;

namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>
/// One connection of a lean MQTT 5 client, made so that one process holds ten thousand: no thread and no buffer of its own while nothing comes.
/// Writing is thread safe; reading is <see cref="RunAsync"/>, once.
/// </summary>
internal sealed class MqttConnection : IAsyncDisposable
{
    private const int ReadBytes = 8 * 1024;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly IMqttReceiver _receiver;
    private readonly MqttPacketReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Action<MqttPacketType, byte, ReadOnlyMemory<byte>> _take;
    private readonly TaskCompletionSource<MqttConnectAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ushort> _toAcknowledge = [];
    private byte? _disconnected;
    private int _disposed;

    private MqttConnection(Socket socket, Stream stream, IMqttReceiver receiver, int maximumPacketBytes)
    {
        _socket = socket;
        _stream = stream;
        _receiver = receiver;
        _reader = new MqttPacketReader(maximumPacketBytes);
        _take = Take;
    }

    /// <summary>The broker's answer to CONNECT.</summary>
    public MqttConnectAnswer Answer { get; private set; }

    /// <summary>Connects and reads the broker's answer, a refusal too; nothing else is read before <see cref="RunAsync"/>.</summary>
    /// <exception cref="IOException">The network failed, or the broker hung up.</exception>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">TLS: one side refused the other's certificate.</exception>
    /// <exception cref="MqttProtocolException">What answered is no MQTT 5 broker.</exception>
    public static async Task<MqttConnection> ConnectAsync(MqttEndpoint endpoint, MqttConnect connect, IMqttReceiver receiver, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (endpoint.Tls is { } tls)
            {
                var secure = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = secure;
                await secure.AuthenticateAsClientAsync(tls, cancellationToken).ConfigureAwait(false);
            }

            var connection = new MqttConnection(socket, stream, receiver, checked((int)connect.MaximumPacketBytes));
            await connection.SendAsync(writer => writer.Connect(connect), cancellationToken).ConfigureAwait(false);
            while (!connection._answer.Task.IsCompleted)
                await connection.ReadOnceAsync(cancellationToken).ConfigureAwait(false);
            connection.Answer = await connection._answer.Task.ConfigureAwait(false);
            return connection;
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync().ConfigureAwait(false);
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Reads until the connection ends. Returns why, in words; never throws but for <paramref name="cancellationToken"/>.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_disconnected is null)
                await ReadOnceAsync(cancellationToken).ConfigureAwait(false);
            return $"the broker said goodbye: 0x{_disconnected:X2}";
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or MqttProtocolException)
        {
            return exception.Message;
        }
    }

    /// <summary>PUBLISH; <paramref name="packetId"/> 0 is QoS 0.</summary>
    public Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, ushort packetId, bool retain, string contentType, CancellationToken cancellationToken) =>
        SendAsync(writer => writer.Publish(topic, payload.Span, packetId, retain, contentType), cancellationToken);

    /// <summary>SUBSCRIBE with QoS 1; the answer comes to <see cref="IMqttReceiver.OnSubscribed"/>.</summary>
    public Task SubscribeAsync(ushort packetId, IReadOnlyList<string> filters, CancellationToken cancellationToken) =>
        SendAsync(writer => writer.Subscribe(packetId, filters), cancellationToken);

    /// <summary>PINGREQ.</summary>
    public Task PingAsync(CancellationToken cancellationToken) => SendAsync(static writer => writer.Ping(), cancellationToken);

    /// <summary>DISCONNECT: the broker drops the Will.</summary>
    public Task DisconnectAsync(CancellationToken cancellationToken) => SendAsync(static writer => writer.Disconnect(), cancellationToken);

    /// <summary>Hangs up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _socket.Close(0); // At once: a TLS goodbye to a broker that is gone would wait.
        try
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // It is over anyway.
        }
    }

    private async Task SendAsync(Action<MqttPacketWriter> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        MqttPacketWriter writer = WriterPool.Rent();
        try
        {
            write(writer);
            await _stream.WriteAsync(writer.Written, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            WriterPool.Return(writer);
            _writing.Release();
        }
    }

    private async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        // Waiting with no buffer: ten thousand idle connections hold none.
        await _stream.ReadAsync(Memory<byte>.Empty, cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            int read = await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
                throw new IOException("the broker hung up");
            _reader.Feed(buffer.AsMemory(0, read), _take);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (_toAcknowledge.Count == 0)
            return;
        await SendAsync(AcknowledgeAll, cancellationToken).ConfigureAwait(false);
        _toAcknowledge.Clear();
    }

    private void AcknowledgeAll(MqttPacketWriter writer)
    {
        foreach (ushort id in _toAcknowledge)
            writer.PublishAnswer(id);
    }

    private void Take(MqttPacketType type, byte flags, ReadOnlyMemory<byte> body)
    {
        switch (type)
        {
            case MqttPacketType.ConnectAnswer:
                _answer.TrySetResult(MqttPacketReader.ConnectAnswer(body));
                break;
            case MqttPacketType.Publish:
                MqttPublish message = MqttPacketReader.Publish(flags, body);
                _receiver.OnPublish(message);
                if (message.PacketId != 0)
                    _toAcknowledge.Add(message.PacketId);
                break;
            case MqttPacketType.PublishAnswer:
                (ushort id, byte reason) = MqttPacketReader.PublishAnswer(body);
                _receiver.OnPublished(id, reason);
                break;
            case MqttPacketType.SubscribeAnswer:
                ReadOnlySpan<byte> reasons = MqttPacketReader.SubscribeAnswer(body, out ushort subscription);
                _receiver.OnSubscribed(subscription, reasons);
                break;
            case MqttPacketType.PingAnswer:
                break;
            case MqttPacketType.Disconnect:
                _disconnected = MqttPacketReader.Disconnect(body);
                if (!_answer.Task.IsCompleted)
                    throw new IOException($"the broker said goodbye: 0x{_disconnected:X2}");
                break;
            default:
                throw new MqttProtocolException($"A packet of type {(int)type}, which no broker sends to this client.");
        }
    }
}
