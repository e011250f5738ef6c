using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using MQTTnet.Exceptions;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>
/// One connection: one native client and the one thread that ever touches it, from connecting to freeing.
/// Everybody else posts commands; callbacks run on that thread, inside a call that it made, and only copy and hand on.
/// So there is no lock around the library, no callback can outlive the client, and a handler may call the client freely.
/// </summary>
internal sealed unsafe partial class Session
{
    private const int PollMs = 500; // Keep-alive is looked at this often.
    private const int StackBytes = 512 * 1024; // getaddrinfo and OpenSSL run on it.

    private readonly MqttClientOptions _options;
    private readonly Action<Session, MqttApplicationMessage, ushort> _onMessage;
    private readonly ConcurrentQueue<SessionCommand> _commands = new();
    private readonly Lock _wakeGate = new();
    private readonly TaskCompletionSource<MqttClientConnectResult> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, PublishCommand> _publishes = [];
    private readonly Dictionary<int, SubscribeCommand> _subscribes = [];
    private readonly Dictionary<int, MqttClientPublishResult> _early = [];
    private GCHandle _self;
    private TlsFiles _tlsFiles;
    private SessionEnd _end;
    private string _lastError = "";
    private int _wake = -1;
    private volatile bool _abort;
    private volatile bool _isOver;
    private volatile bool _isNetworkUp;

    public Session(MqttClientOptions options, bool isByHand, Action<Session, MqttApplicationMessage, ushort> onMessage)
    {
        _options = options;
        _onMessage = onMessage;
        if (isByHand)
            Gate.HoldByHand();
    }

    /// <summary>When acknowledgements may leave.</summary>
    public AcknowledgementGate Gate { get; } = new();

    /// <summary>The client's id, as it was given.</summary>
    public string ClientId => _options.ClientId;

    /// <summary>The native client; only on the session's thread.</summary>
    public IntPtr Handle { get; private set; }

    /// <summary>The client itself asked for the end.</summary>
    public bool IsClosing { get; set; }

    /// <summary>The connection is gone; what is posted now fails.</summary>
    public bool IsOver => _isOver;

    /// <summary>The TCP connection stands (or stood).</summary>
    public bool IsNetworkUp => _isNetworkUp;

    /// <summary>The broker's CONNACK, or why there is none.</summary>
    public Task<MqttClientConnectResult> Connected => _connected.Task;

    /// <summary>Completes when the thread has ended and everything native is freed. Never faults.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    public void Start()
    {
        _wake = Libc.CreateEvent();
        new Thread(Run, StackBytes) { IsBackground = true, Name = "mqtt" }.Start();
    }

    /// <summary>Hands a command to the thread; it fails at once when the session is over.</summary>
    public void Post(SessionCommand command)
    {
        lock (_wakeGate)
        {
            if (!_isOver)
            {
                _commands.Enqueue(command);
                Libc.Signal(_wake);
                return;
            }
        }

        command.Fail(new MqttClientDisconnectedException(null));
    }

    /// <summary>Makes the thread look again at what may be written.</summary>
    public void Wake()
    {
        lock (_wakeGate)
        {
            if (!_isOver)
                Libc.Signal(_wake);
        }
    }

    /// <summary>Ends the session without a DISCONNECT, so that the broker publishes the Will.</summary>
    public void Abort()
    {
        _abort = true;
        lock (_wakeGate)
        {
            if (!_isOver)
                Libc.Signal(_wake);
        }
    }

    public void ThrowIfFailed(int result, string what)
    {
        if (result == MosquittoError.Success)
            return;
        string text = result == MosquittoError.Errno ? Marshal.GetLastPInvokeErrorMessage() : ErrorText(result);
        throw result is MosquittoError.MalformedUtf8 or MosquittoError.Invalid
            ? new MqttProtocolViolationException($"Cannot {what}: {text}")
            : new MqttCommunicationException($"Cannot {what}: {text}");
    }

    public void AwaitPublish(int mid, PublishCommand command)
    {
        // A QoS 0 message is often written, and so done, before mosquitto_publish_v5 returns.
        if (_early.Remove(mid, out MqttClientPublishResult result))
            command.Result.TrySetResult(result);
        else
            _publishes[mid] = command;
    }

    public void AwaitSubscribe(int mid, SubscribeCommand command) => _subscribes[mid] = command;

    private void Run()
    {
        try
        {
            Open();
            if (!_abort)
                Loop();
        }
        catch (Exception exception) // The thread's edge: whatever it is, the callers must hear it.
        {
            _end ??= new SessionEnd(exception, null, null, null);
        }

        Close();
    }

    private void Loop()
    {
        Span<Libc.PollFd> watched = stackalloc Libc.PollFd[2];
        while (!_abort && _end == null)
        {
            int socket = mosquitto_socket(Handle);
            if (socket < 0)
                break;
            watched[0] = new Libc.PollFd { Fd = socket, Events = (short)(Libc.PollIn | (MayWrite && mosquitto_want_write(Handle) ? Libc.PollOut : 0)) };
            watched[1] = new Libc.PollFd { Fd = _wake, Events = Libc.PollIn };
            Libc.Poll(watched, PollMs);
            if (watched[1].Returned != 0)
                Libc.Drain(_wake);
            if (_abort)
                break;
            RunCommands();
            if ((watched[0].Returned & ~Libc.PollOut) != 0)
                Note(mosquitto_loop_read(Handle, 1));
            if (IsClosing && Gate.IsByHand && Gate.HasUnacknowledged)
                break; // A goodbye would be written behind the acknowledgements of what nobody has taken in.
            if (_end == null && MayWrite && mosquitto_want_write(Handle))
                Note(mosquitto_loop_write(Handle, 1));
            if (_end == null)
                Note(mosquitto_loop_misc(Handle));
        }
    }

    private bool MayWrite => Gate.MayWrite(othersWait: !_connected.Task.IsCompleted || IsClosing || _publishes.Count > 0 || _subscribes.Count > 0);

    private void RunCommands()
    {
        while (_commands.TryDequeue(out SessionCommand command))
        {
            try
            {
                command.Run(this);
            }
            catch (Exception exception) // One caller's fault is that caller's to hear.
            {
                command.Fail(exception);
            }
        }
    }

    private void Note(int result)
    {
        if (result != MosquittoError.Success && _end == null)
            _end = Lost(result, Marshal.GetLastPInvokeError());
    }

    private SessionEnd Lost(int result, int error) =>
        IsClosing
            ? new SessionEnd(null, null, null, null)
            : new SessionEnd(new MqttCommunicationException($"The connection was lost: {Describe(result, error)}"), null, null, null);

    private string Describe(int result, int error)
    {
        string text = result == MosquittoError.Errno && error != 0 ? Marshal.GetPInvokeErrorMessage(error) : ErrorText(result);
        return _lastError.Length == 0 ? text : $"{text} ({_lastError})";
    }

    private void Close()
    {
        _end ??= IsClosing || _abort
            ? new SessionEnd(null, null, null, null)
            : new SessionEnd(new MqttCommunicationException("The connection was lost."), null, null, null);
        lock (_wakeGate)
        {
            _isOver = true;
            Libc.Close(_wake);
            _wake = -1;
        }

        if (Handle != IntPtr.Zero)
            mosquitto_destroy(Handle);
        Handle = IntPtr.Zero;
        if (_self.IsAllocated)
            _self.Free();
        _tlsFiles?.Dispose();
        FailEverything();
        _ended.TrySetResult(_end);
    }

    private void FailEverything()
    {
        Exception why = _end.Reason is { } reason
            ? new MqttClientUnexpectedDisconnectReceivedException(reason, _end.ReasonString, _end.UserProperties)
            : new MqttClientDisconnectedException(_end.Exception);
        _connected.TrySetException(_end.Exception ?? why);
        _ = _connected.Task.Exception; // Whoever waited for it hears it; nobody else needs to.
        while (_commands.TryDequeue(out SessionCommand command))
            command.Fail(why);
        foreach (PublishCommand command in _publishes.Values)
            command.Fail(why);
        foreach (SubscribeCommand command in _subscribes.Values)
            command.Fail(why);
    }
}
