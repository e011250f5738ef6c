using System.Net.Sockets;
using Edge.Agent.Gpio;
using Edge.Agent.Gpio.Simulated;
using Edge.Agent.Station.Reject;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// The camera over a simulated conveyor: it runs free at its rate, and the trigger sensor starts it anew. A picture shows the belt at
/// its exposure and is delivered a moment later, so that whoever takes the newest one at a trigger gets a stale one. A client that does not keep up
/// misses pictures.
/// </summary>
internal sealed class ConveyorCamera : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConveyorOptions _options;
    private readonly TimeProvider _time;
    private readonly ConveyorScene _scene;
    private readonly Func<long, (IReadOnlyList<ConveyorPart> Parts, double Position)> _look;
    private readonly Queue<long> _strobes = new();
    private readonly PreciseWait _wait;
    private readonly Socket _listener;
    private readonly string _path;
    private readonly byte[] _message;
    private readonly Thread _thread;
    private Socket? _client;
    private volatile int _blur;
    private double _light = 1;
    private volatile bool _isEnding;
    private long _number;

    /// <summary>Listens and starts.</summary>
    /// <param name="options">The conveyor's.</param>
    /// <param name="stock">Pictures of its parts.</param>
    /// <param name="look">What lies on the belt and where the belt stands at a timestamp. Any thread.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">The socket cannot be used.</exception>
    public ConveyorCamera(ConveyorOptions options, PartStock stock, Func<long, (IReadOnlyList<ConveyorPart> Parts, double Position)> look, TimeProvider time)
    {
        (_options, _look, _time, _blur) = (options, look, time, options.Blur);
        _scene = new ConveyorScene(options, stock);
        _message = new byte[ConveyorWire.HeaderBytes + (stock.Size * stock.Size)];
        Size = stock.Size;
        _path = ConveyorPlaces.CameraOf(options.Socket);
        _listener = SimulatedSocket.Listen(_path);
        _wait = new PreciseWait(time);
        new Thread(Accept) { IsBackground = true, Name = "conveyor camera's door" }.Start();
        _thread = new Thread(Run) { IsBackground = true, Name = "conveyor camera" };
        _thread.Start();
    }

    /// <summary>Columns and rows.</summary>
    public int Size { get; }

    /// <summary>Radius of the defocus in pixels.</summary>
    public int Blur
    {
        get => _blur;
        set => _blur = Math.Clamp(value, 0, 40);
    }

    /// <summary>1 is as it should be.</summary>
    public double Light
    {
        get => Volatile.Read(ref _light);
        set => Volatile.Write(ref _light, Math.Clamp(value, 0, 10));
    }

    /// <summary>The trigger sensor starts an exposure, after its delay.</summary>
    public void Strobe(long timestamp)
    {
        lock (_gate)
            _strobes.Enqueue(timestamp + Ticks(_options.ExposureDelay));
        _wait.Wake();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isEnding = true;
        _listener.Dispose();
        File.Delete(_path);
        lock (_gate)
            Drop();
        _wait.Wake();
        _thread.Join();
        _wait.Dispose();
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Accept()
    {
        while (!_isEnding)
        {
            try
            {
                Socket client = _listener.Accept();
                client.SendTimeout = 500;
                lock (_gate)
                {
                    // One agent at a time: the newer one is alive.
                    Drop();
                    _client = client;
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Run()
    {
        // A real camera does not wait for a processor.
        _ = RealTimeThread.TryBecome();
        long period = (long)(_time.TimestampFrequency / _options.Fps);
        long next = _time.GetTimestamp();
        while (!_isEnding)
        {
            // Triggered, a camera drops its own rhythm: nothing is exposed between the trigger and its picture.
            bool isStrobe = TryStrobe(out long strobe);
            long due = isStrobe ? strobe : next;
            if (_time.GetElapsedTime(_time.GetTimestamp(), due) is { Ticks: > 0 } left)
            {
                // A strobe that comes meanwhile ends the wait, and is looked at first.
                _wait.Wait(left);
                continue;
            }

            if (isStrobe)
            {
                lock (_gate)
                    _strobes.Dequeue();
            }

            Expose(due);
            next = Math.Max(due + period, _time.GetTimestamp());
        }
    }

    private bool TryStrobe(out long strobe)
    {
        lock (_gate)
            return _strobes.TryPeek(out strobe);
    }

    private void Expose(long due)
    {
        Socket? client;
        lock (_gate)
            client = _client;
        if (client is null)
            return;
        (IReadOnlyList<ConveyorPart> parts, double position) = _look(due);
        _scene.Draw(parts, position, Blur, Light, _message.AsSpan(ConveyorWire.HeaderBytes));
        ConveyorWire.Write(_message, Size, due, _number++);
        // Exposure and readout take their time; a camera that waits for them here misses no strobe, since parts are farther apart.
        WaitUntil(due + Ticks(_options.Latency));
        try
        {
            ConveyorWire.Send(client, _message);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            lock (_gate)
            {
                if (ReferenceEquals(_client, client))
                    Drop();
            }
        }
    }

    private void WaitUntil(long due)
    {
        while (!_isEnding && _time.GetElapsedTime(_time.GetTimestamp(), due) is { Ticks: > 0 } left)
            _wait.Wait(left);
    }

    private void Drop()
    {
        if (_client is not null)
            SimulatedSocket.End(_client);
        _client?.Dispose();
        _client = null;
    }
}
