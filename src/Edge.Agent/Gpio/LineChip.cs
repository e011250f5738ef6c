using System.Device.Gpio;
using Edge.Agent.Configuration;

namespace Edge.Agent.Gpio;

/// <summary>
/// One open chip. What its driver throws becomes a <see cref="LineException"/> that names chip and line. Thread safe.
/// </summary>
internal class LineChip : IDisposable
{
    private readonly Lock _gate = new();
    private readonly GpioController _controller;
    private readonly LinePoller? _poller;
    private readonly Dictionary<int, PinChangeEventHandler> _handlers = [];
    private bool _isDisposed;

    /// <summary>A chip whose driver tells edges.</summary>
    /// <param name="name">The chip as people know it.</param>
    /// <param name="driver">Owned.</param>
    public LineChip(string name, GpioDriver driver)
    {
        Name = name;
        _controller = new GpioController(driver);
    }

    /// <summary>A chip that tells no edges: its inputs are looked at.</summary>
    /// <param name="name">The chip as people know it.</param>
    /// <param name="driver">Owned.</param>
    /// <param name="levels">Reads the levels of up to 32 lines, line 0 in the lowest bit.</param>
    /// <param name="pollEvery">How often.</param>
    protected LineChip(string name, GpioDriver driver, Func<uint> levels, TimeSpan pollEvery)
        : this(name, driver) => _poller = new LinePoller(name, pollEvery, () => ReadQuietly(levels));

    /// <summary>The chip as people know it, such as <c>gpiochip0</c>.</summary>
    public string Name { get; }

    private string AllowedLines => $"0 to {_controller.PinCount - 1}";

    /// <summary>Opens an output at a level.</summary>
    public void OpenOutput(int line, bool level) => Do(line, "opened as an output", () =>
    {
        CheckLine(line);
        PrepareOutput(line, level);
        _controller.OpenPin(line, PinMode.Output, level ? PinValue.High : PinValue.Low);
        return true;
    });

    /// <summary>Opens an input.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="pull">Its resistor.</param>
    /// <param name="changed">Gets the new level at every edge, in order, from a thread of the chip.</param>
    /// <returns>The level before the first edge.</returns>
    public bool OpenInput(int line, LinePull pull, Action<bool> changed) => Do(line, "opened as an input", () =>
    {
        CheckLine(line);
        PinMode mode = pull switch { LinePull.Up => PinMode.InputPullUp, LinePull.Down => PinMode.InputPullDown, _ => PinMode.Input };
        if (!_controller.IsPinModeSupported(line, mode))
            throw new LineException(Name, line, $"Line {line} of {Name} has no pull {Description(pull)}; allowed: {AllowedPulls(line)}.");
        _controller.OpenPin(line, mode);
        bool level = _controller.Read(line) == PinValue.High;
        if (_poller is not null)
        {
            _poller.Add(line, level, changed);
            return level;
        }

        PinChangeEventHandler handler = (_, e) => changed(e.ChangeType == PinEventTypes.Rising);
        _handlers[line] = handler;
        _controller.RegisterCallbackForPinValueChangedEvent(line, PinEventTypes.Rising | PinEventTypes.Falling, handler);
        return level;
    });

    /// <summary>Drives an open output.</summary>
    public void Write(int line, bool level) => Do(line, "switched", () =>
    {
        // An expander forgets its directions when its supply dips, and then takes levels that go nowhere.
        if (_controller.GetPinMode(line) != PinMode.Output)
            throw new IOException("the chip was reset and the line is an input again");
        _controller.Write(line, level ? PinValue.High : PinValue.Low);
        return true;
    });

    /// <summary>The level of an open line.</summary>
    public bool Read(int line) => Do(line, "read", () => _controller.Read(line) == PinValue.High);

    /// <summary>Closes a line, open or half open.</summary>
    public void Close(int line)
    {
        _poller?.Remove(line);
        PinChangeEventHandler? handler;
        lock (_gate)
        {
            if (_isDisposed || !_controller.IsPinOpen(line))
                return;
            _handlers.Remove(line, out handler);
        }

        // Outside the lock: unregistering waits for a callback that is under way, which may drive a line of this chip.
        try
        {
            if (handler is not null)
                _controller.UnregisterCallbackForPinValueChangedEvent(line, handler);
            _controller.ClosePin(line);
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            // A chip that is gone has closed its lines.
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _poller?.Dispose();
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }

        _controller.Dispose();
    }

    /// <summary>Called before a line becomes an output.</summary>
    protected virtual void PrepareOutput(int line, bool level)
    {
    }

    private static string Description(LinePull pull) => pull == LinePull.Up ? "up" : "down";

    private string AllowedPulls(int line) => string.Join(", ", new[] { "none" }
        .Concat(_controller.IsPinModeSupported(line, PinMode.InputPullUp) ? ["up"] : [])
        .Concat(_controller.IsPinModeSupported(line, PinMode.InputPullDown) ? ["down"] : []));

    private void CheckLine(int line)
    {
        if (line < 0 || line >= _controller.PinCount)
            throw new LineException(Name, line, $"{Name} has no line {line}; allowed: {AllowedLines}.");
    }

    private uint? ReadQuietly(Func<uint> levels)
    {
        lock (_gate)
        {
            try
            {
                return _isDisposed ? null : levels();
            }
            catch (Exception e) when (LineFaults.IsDrivers(e))
            {
                // The next look may succeed; a chip that stays away is found out by whoever drives or opens a line.
                return null;
            }
        }
    }

    private bool Do(int line, string what, Func<bool> action)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return Catch(line, what, action);
        }
    }

    private bool Catch(int line, string what, Func<bool> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            throw new LineException(Name, line, $"Line {line} of {Name} cannot be {what}: {e.Message.TrimEnd('.')}; allowed: lines {AllowedLines} that nothing else uses.", e);
        }
    }
}
