#nullable enable

using System.Collections.Concurrent;

namespace System.Device.Gpio;

/// <summary>Opens, reads and drives the pins of one driver.</summary>
public class GpioController : IDisposable
{
    private readonly ConcurrentDictionary<int, OpenedPin> _open = new();
    private GpioDriver? _driver;

    /// <summary>A controller that owns <paramref name="driver"/>.</summary>
    public GpioController(GpioDriver driver) => _driver = driver;

    /// <summary>Pins that the driver has.</summary>
    public virtual int PinCount => Driver.PinCount;

    private GpioDriver Driver => _driver ?? throw new ObjectDisposedException(nameof(GpioController));

    /// <summary>Opens a pin without changing its mode or level; an open one is returned as it is.</summary>
    public GpioPin OpenPin(int pinNumber)
    {
        if (IsPinOpen(pinNumber))
            return _open[pinNumber].Pin;
        OpenPinCore(pinNumber);
        var opened = new OpenedPin(new GpioPin(pinNumber, this));
        _open[pinNumber] = opened;
        return opened.Pin;
    }

    /// <summary>Opens a pin and sets its mode.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        SetPinMode(pinNumber, mode);
        return pin;
    }

    /// <summary>Opens a pin and sets its mode and, for an output, its first level.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode, PinValue initialValue)
    {
        GpioPin pin = OpenPin(pinNumber);
        _open[pinNumber].Desired = initialValue;
        SetPinMode(pinNumber, mode);
        return pin;
    }

    /// <summary>Opens a pin in the driver.</summary>
    protected virtual void OpenPinCore(int pinNumber) => Driver.OpenPin(pinNumber);

    /// <summary>Closes an open pin.</summary>
    public void ClosePin(int pinNumber)
    {
        CheckOpen(pinNumber, "close pin");
        ClosePinCore(pinNumber);
        _open.TryRemove(pinNumber, out _);
    }

    /// <summary>Closes a pin in the driver.</summary>
    protected virtual void ClosePinCore(int pinNumber) => Driver.ClosePin(pinNumber);

    /// <summary>Sets an open pin's mode.</summary>
    public virtual void SetPinMode(int pinNumber, PinMode mode)
    {
        CheckOpen(pinNumber, "set a mode to pin");
        if (!IsPinModeSupported(pinNumber, mode))
            throw new InvalidOperationException($"Pin {pinNumber} does not support mode {mode}.");
        if (_open[pinNumber].Desired is { } desired)
            Driver.SetPinMode(pinNumber, mode, desired);
        else
            Driver.SetPinMode(pinNumber, mode);
    }

    /// <summary>An open pin's mode.</summary>
    public virtual PinMode GetPinMode(int pinNumber)
    {
        CheckOpen(pinNumber, "get the mode of pin");
        return Driver.GetPinMode(pinNumber);
    }

    /// <summary>Whether a pin is open.</summary>
    public virtual bool IsPinOpen(int pinNumber)
    {
        _ = Driver;
        return _open.ContainsKey(pinNumber);
    }

    /// <summary>Whether a pin can have a mode.</summary>
    public virtual bool IsPinModeSupported(int pinNumber, PinMode mode) => Driver.IsPinModeSupported(pinNumber, mode);

    /// <summary>An open pin's level.</summary>
    public virtual PinValue Read(int pinNumber)
    {
        CheckOpen(pinNumber, "read from pin");
        return Driver.Read(pinNumber);
    }

    /// <summary>Turns an open pin's level around.</summary>
    public virtual void Toggle(int pinNumber)
    {
        CheckOpen(pinNumber, "read from pin");
        Driver.Toggle(pinNumber);
    }

    /// <summary>Sets an open pin's level; of a pin that is no output, the level that it gets when it becomes one.</summary>
    public virtual void Write(int pinNumber, PinValue value)
    {
        CheckOpen(pinNumber, "write to pin");
        _open[pinNumber].Desired = value;
        if (Driver.GetPinMode(pinNumber) == PinMode.Output)
            Driver.Write(pinNumber, value);
    }

    /// <summary>Blocks until an edge comes or the time is over.</summary>
    public WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        return WaitForEvent(pinNumber, eventTypes, deadline.Token);
    }

    /// <summary>Blocks until an edge comes or the token is cancelled.</summary>
    public virtual WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken)
    {
        CheckOpen(pinNumber, "wait for events from pin");
        return Driver.WaitForEvent(pinNumber, eventTypes, cancellationToken);
    }

    /// <summary>Waits until an edge comes or the token is cancelled.</summary>
    public virtual ValueTask<WaitForEventResult> WaitForEventAsync(int pinNumber, PinEventTypes eventTypes, CancellationToken token)
    {
        CheckOpen(pinNumber, "wait for events from pin");
        return Driver.WaitForEventAsync(pinNumber, eventTypes, token);
    }

    /// <summary>Calls back at each edge of an open pin.</summary>
    public virtual void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber, "add callback for pin");
        Driver.AddCallbackForPinValueChangedEvent(pinNumber, eventTypes, callback);
    }

    /// <summary>Calls back no more.</summary>
    public virtual void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        CheckOpen(pinNumber, "remove callback for pin");
        Driver.RemoveCallbackForPinValueChangedEvent(pinNumber, callback);
    }

    /// <inheritdoc/>
    public void Dispose() => Dispose(true);

    /// <summary>Closes every open pin, and the driver.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_driver is null)
            return;
        foreach (int pin in _open.Keys)
            ClosePinCore(pin);
        _open.Clear();
        _driver.Dispose();
        _driver = null;
    }

    private void CheckOpen(int pinNumber, string action)
    {
        if (!IsPinOpen(pinNumber))
            throw new InvalidOperationException($"Can not {action} {pinNumber} because it is not open.");
    }

    private sealed class OpenedPin(GpioPin pin)
    {
        public GpioPin Pin { get; } = pin;

        public PinValue? Desired { get; set; }
    }
}
