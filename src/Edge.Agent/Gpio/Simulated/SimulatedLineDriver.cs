using System.Collections.Concurrent;
using System.Device.Gpio;
using System.Net.Sockets;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>
/// The lines of a simulated chip in another process (<see cref="SimulatedChipServer"/>), as a driver of System.Device.Gpio. Thread safe.
/// Edges come on a thread of their own, so that a callback may drive lines.
/// </summary>
internal sealed class SimulatedLineDriver : GpioDriver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _asking = new();
    private readonly Socket _socket;
    private readonly string _path;
    private readonly int _count;
    private readonly BlockingCollection<string> _answers = [];
    private readonly BlockingCollection<(int Line, bool Level)> _edges = [];
    private readonly ConcurrentDictionary<int, PinMode> _modes = new();
    private readonly ConcurrentDictionary<int, (PinEventTypes Types, PinChangeEventHandler Callback)[]> _callbacks = new();
    private volatile string? _end;

    /// <summary>Connects.</summary>
    /// <exception cref="IOException">Nobody listens there, or not with this protocol.</exception>
    public SimulatedLineDriver(string path)
    {
        _path = path;
        _socket = SimulatedSocket.Connect(path);
        new Thread(Receive) { IsBackground = true, Name = "simulated lines" }.Start();
        new Thread(Dispatch) { IsBackground = true, Name = "simulated edges" }.Start();
        try
        {
            string answer = Ask($"hello {SimulatedLines.Version} {Environment.ProcessPath?.Split('/')[^1].Replace(' ', '-') ?? "agent"}-{Environment.ProcessId}");
            if (!int.TryParse(answer, out _count) || _count <= 0)
                throw new IOException($"the socket {path} answers {answer} instead of a number of lines");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override int PinCount => _count;

    /// <inheritdoc/>
    protected override void OpenPin(int pinNumber)
    {
        // The protocol opens a line with its mode.
        if (pinNumber < 0 || pinNumber >= _count)
            throw new IOException($"there is no line {pinNumber}; allowed: 0 to {_count - 1}");
    }

    /// <inheritdoc/>
    protected override void ClosePin(int pinNumber)
    {
        _callbacks.TryRemove(pinNumber, out _);
        if (_modes.TryRemove(pinNumber, out _) && _end is null)
            Ask($"close {pinNumber}");
    }

    /// <inheritdoc/>
    protected override bool IsPinModeSupported(int pinNumber, PinMode mode) =>
        mode is PinMode.Input or PinMode.InputPullDown or PinMode.InputPullUp or PinMode.Output;

    /// <inheritdoc/>
    protected override PinMode GetPinMode(int pinNumber) => _modes.TryGetValue(pinNumber, out PinMode mode) ? mode : PinMode.Input;

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode) => SetPinMode(pinNumber, mode, PinValue.Low);

    /// <inheritdoc/>
    protected override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        string pull = mode switch { PinMode.InputPullUp => "up", PinMode.InputPullDown => "down", _ => "none" };
        Ask(mode == PinMode.Output ? $"output {pinNumber} {SimulatedLines.Word(initialValue == PinValue.High)}" : $"input {pinNumber} {pull}");
        _modes[pinNumber] = mode;
    }

    /// <inheritdoc/>
    protected override PinValue Read(int pinNumber) => Level(Ask($"read {pinNumber}"));

    /// <inheritdoc/>
    protected override void Write(int pinNumber, PinValue value) => Ask($"set {pinNumber} {SimulatedLines.Word(value == PinValue.High)}");

    /// <inheritdoc/>
    protected override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        using var came = new ManualResetEventSlim();
        PinEventTypes edge = PinEventTypes.None;
        PinChangeEventHandler callback = (_, e) =>
        {
            edge = e.ChangeType;
            came.Set();
        };
        AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, callback);
        try
        {
            came.Wait(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // No edge in time, which the result says.
        }

        RemoveCallbackForPinValueChangedEvent(pinNumber, callback);
        return new WaitForEventResult { TimedOut = edge == PinEventTypes.None, EventTypes = edge };
    }

    /// <inheritdoc/>
    protected override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        _callbacks.AddOrUpdate(pinNumber, _ => [(eventTypes, callback)], (_, before) => [.. before, (eventTypes, callback)]);

    /// <inheritdoc/>
    protected override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback) =>
        _callbacks.AddOrUpdate(pinNumber, _ => [], (_, before) => [.. before.Where(entry => entry.Callback != callback)]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // The two threads end by themselves: the first at the socket's end, the second at the queue's.
            _end ??= "it was disposed";
            SimulatedSocket.End(_socket);
        }

        base.Dispose(disposing);
    }

    private bool Level(string answer) => SimulatedLines.TryLevel(answer, out bool level)
        ? level
        : throw new IOException($"the socket {_path} answers {answer} instead of a level");

    /// <summary>Sends a request and waits for what follows <c>ok</c>.</summary>
    private string Ask(string request)
    {
        lock (_asking)
        {
            if (_end is { } end)
                throw new IOException($"the simulated chip at {_path} is gone: {end}");
            string? answer;
            try
            {
                SimulatedSocket.Send(_socket, request);
                if (!_answers.TryTake(out answer, Patience))
                    answer = null;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                answer = null;
                _end ??= e.Message;
            }

            if (answer is null)
            {
                // Without its answer the next request would get it.
                _end ??= $"no answer within {Patience.TotalSeconds:0} s";
                SimulatedSocket.End(_socket);
                throw new IOException($"the simulated chip at {_path} is gone: {_end}");
            }

            return answer.StartsWith("error ", StringComparison.Ordinal)
                ? throw new IOException(answer["error ".Length..])
                : answer.Length > 3 ? answer[3..] : "";
        }
    }

    private void Receive()
    {
        // Edges of a real chip interrupt whatever runs.
        _ = RealTimeThread.TryBecome();
        try
        {
            var lines = new LineReader(_socket);
            while (lines.Next() is { } text)
                Take(text);
            _end ??= "it ended the connection";
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            _end ??= e.Message;
        }
        finally
        {
            _answers.CompleteAdding();
            _edges.CompleteAdding();
            _socket.Dispose();
        }
    }

    private void Take(string text)
    {
        if (text.Split(' ') is ["edge", var word, var levelWord] && SimulatedLines.TryLine(word, _count, out int line) && SimulatedLines.TryLevel(levelWord, out bool level))
            _edges.Add((line, level));
        else
            _answers.Add(text);
    }

    private void Dispatch()
    {
        _ = RealTimeThread.TryBecome();
        foreach ((int line, bool level) in _edges.GetConsumingEnumerable())
        {
            PinEventTypes type = level ? PinEventTypes.Rising : PinEventTypes.Falling;
            if (!_callbacks.TryGetValue(line, out (PinEventTypes Types, PinChangeEventHandler Callback)[]? callbacks))
                continue;
            foreach ((PinEventTypes types, PinChangeEventHandler callback) in callbacks)
            {
                if ((types & type) != 0)
                    callback(this, new PinValueChangedEventArgs(type, line));
            }
        }
    }
}
