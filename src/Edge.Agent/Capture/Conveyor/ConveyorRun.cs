using Edge.Agent.Gpio;
using Edge.Agent.Gpio.Simulated;
using Edge.Agent.Station.Reject;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// A simulated conveyor at work: moves the belt count by count, drives the sensors' lines and obeys those of the agent, whatever becomes of the agent.
/// When the machine has no time for it the belt is slower for a moment, as it never jumps.
/// </summary>
internal sealed class ConveyorRun : IDisposable
{
    private static readonly TimeSpan Fall = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan FallSpread = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SensorPulse = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Stand = TimeSpan.FromMilliseconds(500);

    // A power of two: more than any camera is late.
    private const int Remembered = 4096;

    private readonly Lock _gate = new();
    private readonly ConveyorOptions _options;
    private readonly TimeProvider _time;
    private readonly SimulatedChipServer _chip;
    private readonly ConveyorBelt _belt;
    private readonly ConveyorCamera _camera;
    private readonly PreciseWait _wait;
    private readonly PriorityQueue<bool, long> _confirms = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly Thread _thread;
    private readonly long[] _steps = new long[Remembered];
    private long _position;
    private bool _wasReady;
    private bool _encoder;
    private bool _trigger;
    private volatile bool _isEnding;

    /// <summary>Opens its sockets and starts.</summary>
    /// <exception cref="IOException">A socket cannot be used.</exception>
    public ConveyorRun(ConveyorOptions options, PartStock stock, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _belt = new ConveyorBelt(options, stock.GoodCount, stock.BadCount);
        _chip = new SimulatedChipServer(options.Socket, ConveyorPlaces.Lines, time);
        // What hardware does while nobody drives the lines.
        _chip.Pull(ConveyorPlaces.LineStop, options.StopsWithoutAgent);
        _chip.Drive(ConveyorPlaces.Trigger, false);
        _chip.Drive(ConveyorPlaces.Encoder, false);
        _chip.Drive(ConveyorPlaces.Confirm, false);
        try
        {
            _camera = new ConveyorCamera(options, stock, Look, time);
        }
        catch (IOException)
        {
            _chip.Dispose();
            throw;
        }

        _wait = new PreciseWait(time);
        _thread = new Thread(Run) { IsBackground = true, Name = "conveyor belt", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>The camera: its focus and light can be changed.</summary>
    public ConveyorCamera Camera => _camera;

    /// <summary>Set when the last part has gone, or the run was ended.</summary>
    public WaitHandle Done => _done.WaitHandle;

    /// <summary>The next part is to be a golden one.</summary>
    public void Present(ConveyorPartKind kind)
    {
        lock (_gate)
            _belt.Present(kind);
    }

    /// <summary>What came of it so far.</summary>
    public ConveyorReport Report()
    {
        lock (_gate)
            return ConveyorReport.Of(_options, _belt, _time);
    }

    /// <summary>Ends it; the report stays.</summary>
    public void Dispose()
    {
        _isEnding = true;
        _wait.Wake();
        _thread.Join();
        _camera.Dispose();
        _chip.Dispose();
        _wait.Dispose();
        _done.Dispose();
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);

    private void Run()
    {
        // A real belt does not wait for a processor.
        _ = RealTimeThread.TryBecome();
        long period = (long)(_time.TimestampFrequency / _options.Speed);
        long next = _time.GetTimestamp();
        long stand = _options.StopEvery > TimeSpan.Zero ? next + Ticks(_options.StopEvery) : long.MaxValue;
        while (!_isEnding)
        {
            long now = _time.GetTimestamp();
            Confirm(now);
            if (now < next)
            {
                long until = Math.Min(next, _confirms.TryPeek(out _, out long confirm) ? confirm : next);
                _wait.Wait(_time.GetElapsedTime(now, until));
                continue;
            }

            if (now >= stand)
                (next, stand) = (now + Ticks(Stand), now + Ticks(Stand) + Ticks(_options.StopEvery));
            bool stands = next > now || _chip.Read(ConveyorPlaces.LineStop);
            Step(now, stands);
            // Never two steps at once: a belt that was held up goes on from where it is.
            next = Math.Max(next + (stands && next > now ? 0 : period), now - period);
            if (_belt.IsDone && _confirms.Count == 0)
                _done.Set();
        }

        _done.Set();
    }

    private void Step(long now, bool stands)
    {
        lock (_gate)
        {
            if (stands)
                return;
            bool ready = _chip.Read(ConveyorPlaces.Ready);
            _wasReady |= ready;
            _belt.Step(_wasReady || _options.FeedAtOnce, _chip.Read(ConveyorPlaces.Ejector), ready, now);
            Volatile.Write(ref _steps[_belt.Count & (Remembered - 1)], now);
            Volatile.Write(ref _position, _belt.Count);
        }

        _encoder = !_encoder;
        _chip.Drive(ConveyorPlaces.Encoder, _encoder);
        if (_belt.TriggerLevel != _trigger)
        {
            _trigger = _belt.TriggerLevel;
            _chip.Drive(ConveyorPlaces.Trigger, _trigger);
        }

        if (_belt.Arrived is { } part)
            Arrive(part, now);
        if (_belt.Fallen is { } fallen)
            Drop(fallen, now);
    }

    private void Arrive(ConveyorPart part, long now)
    {
        part.TriggeredAt = now;
        part.TriggeredUtc = _time.GetUtcNow();
        part.WasWatched = _chip.IsWatched(ConveyorPlaces.Trigger);
        _camera.Strobe(now);
    }

    private void Drop(ConveyorPart part, long now)
    {
        long fall = Ticks(Fall) + (long)(Ticks(FallSpread) * Capture.Synthetic.Dice.Unit(_options.Seed, 5, part.Index));
        _confirms.Enqueue(true, now + fall);
        _confirms.Enqueue(false, now + fall + Ticks(SensorPulse));
    }

    private void Confirm(long now)
    {
        while (_confirms.TryPeek(out bool level, out long due) && due <= now)
        {
            _confirms.Dequeue();
            _chip.Drive(ConveyorPlaces.Confirm, level);
        }
    }

    /// <summary>Where the belt stood at a moment: between two counts by the time since the first of them.</summary>
    private (IReadOnlyList<ConveyorPart> Parts, double Position) Look(long timestamp)
    {
        long count = Volatile.Read(ref _position);
        long oldest = Math.Max(0, count - Remembered + 2);
        while (count > oldest && Volatile.Read(ref _steps[count & (Remembered - 1)]) > timestamp)
            count--;
        double since = (timestamp - Volatile.Read(ref _steps[count & (Remembered - 1)])) / (double)_time.TimestampFrequency * _options.Speed;
        // A belt that stands, or was held up, is at most one count further than the last that it told.
        return (_belt.Visible, count + Math.Clamp(since, 0, 1));
    }
}
