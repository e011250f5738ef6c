#nullable enable

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace System.Device.Gpio.Drivers;

/// <summary>Drives the lines of one GPIO chip through libgpiod 1.x.</summary>
public class LibGpiodDriver : UnixDriver
{
    private static readonly string Consumer = Process.GetCurrentProcess().ProcessName;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<int, Line> _lines = new();
    private readonly ConcurrentDictionary<int, EdgeListener> _listeners = new();
    private readonly int _pinCount;
    private nint _chip;

    /// <summary>Opens <c>/dev/gpiochipN</c>.</summary>
    /// <exception cref="IOException">There is no such chip, or it may not be opened.</exception>
    /// <exception cref="PlatformNotSupportedException">libgpiod 1.x is not installed.</exception>
    public LibGpiodDriver(int gpioChip = 0)
    {
        try
        {
            _chip = Libgpiod.gpiod_chip_open_by_number((uint)gpioChip);
            if (_chip == 0)
                throw new IOException($"Unable to find a chip, error: {LastError()}");
            _pinCount = (int)Libgpiod.gpiod_chip_num_lines(_chip);
        }
        catch (DllNotFoundException)
        {
            throw new PlatformNotSupportedException("Libgpiod driver not installed. More information on: https://git.kernel.org/pub/scm/libs/libgpiod/libgpiod.git/about/");
        }
    }

    /// <inheritdoc/>
    protected internal override int PinCount => _pinCount;

    internal static string LastError()
    {
        int error = Marshal.GetLastPInvokeError();
        return $"{error} ({Marshal.GetPInvokeErrorMessage(error)})";
    }

    /// <inheritdoc/>
    protected internal override void OpenPin(int pinNumber)
    {
        lock (_gate)
        {
            if (_lines.ContainsKey(pinNumber))
                return;
            nint handle = Libgpiod.gpiod_chip_get_line(_chip, (uint)pinNumber);
            if (handle == 0)
                throw new IOException($"Pin -1 not available, error: {LastError()}");
            _lines[pinNumber] = new Line(handle) { Mode = CurrentMode(handle) };
        }
    }

    /// <inheritdoc/>
    protected internal override void ClosePin(int pinNumber)
    {
        lock (_gate)
        {
            if (!_listeners.ContainsKey(pinNumber) && _lines.TryRemove(pinNumber, out Line? line))
                Libgpiod.gpiod_line_release(line.Handle);
        }
    }

    /// <inheritdoc/>
    protected internal override bool IsPinModeSupported(int pinNumber, PinMode mode) =>
        mode is PinMode.Input or PinMode.Output or PinMode.InputPullDown or PinMode.InputPullUp;

    /// <inheritdoc/>
    protected internal override PinMode GetPinMode(int pinNumber) => Opened(pinNumber).Mode;

    /// <inheritdoc/>
    protected internal override void SetPinMode(int pinNumber, PinMode mode) => Request(pinNumber, mode, PinValue.Low, keepValue: true);

    /// <inheritdoc/>
    protected internal override void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue) => Request(pinNumber, mode, initialValue, keepValue: false);

    /// <inheritdoc/>
    protected internal override PinValue Read(int pinNumber)
    {
        Line line = Opened(pinNumber);
        int value = Libgpiod.gpiod_line_get_value(line.Handle);
        if (value < 0)
            throw new IOException($"Error while reading value from pin: {pinNumber}, error: {LastError()}");
        line.Value = value;
        return value;
    }

    /// <inheritdoc/>
    protected internal override void Toggle(int pinNumber) => Write(pinNumber, !Opened(pinNumber).Value);

    /// <inheritdoc/>
    protected internal override void Write(int pinNumber, PinValue value)
    {
        Line line = Opened(pinNumber);
        // Its result is not looked at, as in the package.
        Libgpiod.gpiod_line_set_value(line.Handle, (int)value);
        line.Value = value;
    }

    /// <inheritdoc/>
    protected internal override WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        using var came = new ManualResetEventSlim();
        PinEventTypes edge = PinEventTypes.None;
        PinChangeEventHandler callback = (_, e) =>
        {
            edge = e.ChangeType;
            came.Set();
        };
        EdgeListener listener = AddCallback(pinNumber, eventTypes, callback);
        using (var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, listener.Ended))
        {
            try
            {
                came.Wait(either.Token);
            }
            catch (OperationCanceledException)
            {
                // No edge in time, which the result says.
            }
        }

        RemoveCallbackForPinValueChangedEvent(pinNumber, callback);
        return new WaitForEventResult { TimedOut = edge == PinEventTypes.None, EventTypes = edge };
    }

    /// <inheritdoc/>
    protected internal override void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback) =>
        AddCallback(pinNumber, eventTypes, callback);

    /// <inheritdoc/>
    protected internal override void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        if (!_listeners.TryGetValue(pinNumber, out EdgeListener? listener))
            throw new InvalidOperationException("Attempted to remove a callback for a pin that is not listening for events.");
        listener.Rising -= callback;
        listener.Falling -= callback;
        if (listener.IsUnused && _listeners.TryRemove(pinNumber, out listener))
            listener.Dispose();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (EdgeListener listener in _listeners?.Values ?? [])
            listener.Dispose();
        _listeners?.Clear();
        foreach (Line line in _lines?.Values ?? [])
            Libgpiod.gpiod_line_release(line.Handle);
        _lines?.Clear();
        if (_chip != 0)
            Libgpiod.gpiod_chip_close(_chip);
        _chip = 0;
        base.Dispose(disposing);
    }

    private static PinMode CurrentMode(nint handle)
    {
        if (Libgpiod.gpiod_line_direction(handle) == Libgpiod.DirectionOutput)
            return PinMode.Output;
        return Libgpiod.gpiod_line_bias(handle) switch
        {
            Libgpiod.LineBiasPullUp => PinMode.InputPullUp,
            Libgpiod.LineBiasPullDown => PinMode.InputPullDown,
            _ => PinMode.Input,
        };
    }

    private static int BiasOf(PinMode mode) => mode switch
    {
        PinMode.InputPullDown => Libgpiod.BiasPullDown,
        PinMode.InputPullUp => Libgpiod.BiasPullUp,
        _ => 0,
    };

    private EdgeListener AddCallback(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        if ((eventTypes & (PinEventTypes.Rising | PinEventTypes.Falling)) == 0)
            throw new ArgumentException("Invalid or not supported event type requested");
        lock (_gate)
        {
            if (!_listeners.TryGetValue(pinNumber, out EdgeListener? listener))
            {
                // A line is requested once at a time: as input before, for its edges now.
                Line line = Opened(pinNumber);
                Libgpiod.gpiod_line_release(line.Handle);
                _listeners[pinNumber] = listener = new EdgeListener(pinNumber, line.Handle, BiasOf(line.Mode), Consumer);
            }

            if ((eventTypes & PinEventTypes.Rising) != 0)
                listener.Rising += callback;
            if ((eventTypes & PinEventTypes.Falling) != 0)
                listener.Falling += callback;
            return listener;
        }
    }

    private void Request(int pinNumber, PinMode mode, PinValue initialValue, bool keepValue)
    {
        if (!_lines.TryGetValue(pinNumber, out Line? line))
            throw new InvalidOperationException($"Pin {pinNumber} is not open");
        Libgpiod.gpiod_line_release(line.Handle);
        int result = mode switch
        {
            PinMode.Input or PinMode.InputPullDown or PinMode.InputPullUp => Libgpiod.gpiod_line_request_input_flags(line.Handle, Consumer, BiasOf(mode)),
            PinMode.Output => Libgpiod.gpiod_line_request_output(line.Handle, Consumer, (int)initialValue),
            _ => -1,
        };
        if (result < 0)
            throw new IOException($"Error setting pin mode, for pin: {pinNumber}, error: {LastError()}");
        if (!keepValue)
            line.Value = initialValue;
        line.Mode = mode;
    }

    private Line Opened(int pinNumber) => _lines.TryGetValue(pinNumber, out Line? line)
        ? line
        : throw new InvalidOperationException($"Can not access pin {pinNumber} that is not open.");

    private sealed class Line(nint handle)
    {
        public nint Handle { get; } = handle;

        public PinMode Mode { get; set; }

        public PinValue Value { get; set; }
    }
}
