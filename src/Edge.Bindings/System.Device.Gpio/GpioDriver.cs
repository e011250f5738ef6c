namespace System.Device.Gpio;

/// <summary>What a <see cref="GpioController"/> drives the pins with.</summary>
public abstract class GpioDriver : IDisposable
{
    /// <summary>Frees what was not disposed.</summary>
    ~GpioDriver() => Dispose(false);

    /// <summary>Pins that the driver has.</summary>
    protected internal abstract int PinCount { get; }

    /// <summary>Opens a pin without changing its mode or level.</summary>
    protected internal abstract void OpenPin(int pinNumber);

    /// <summary>Closes a pin.</summary>
    protected internal abstract void ClosePin(int pinNumber);

    /// <summary>Sets a pin's mode.</summary>
    protected internal abstract void SetPinMode(int pinNumber, PinMode mode);

    /// <summary>Sets a pin's mode and, for an output, its first level.</summary>
    protected internal virtual void SetPinMode(int pinNumber, PinMode mode, PinValue initialValue)
    {
        SetPinMode(pinNumber, mode);
        if (mode == PinMode.Output)
            Write(pinNumber, initialValue);
    }

    /// <summary>A pin's mode.</summary>
    protected internal abstract PinMode GetPinMode(int pinNumber);

    /// <summary>Whether a pin can have a mode.</summary>
    protected internal abstract bool IsPinModeSupported(int pinNumber, PinMode mode);

    /// <summary>A pin's level.</summary>
    protected internal abstract PinValue Read(int pinNumber);

    /// <summary>Turns a pin's level around.</summary>
    protected internal virtual void Toggle(int pinNumber) => Write(pinNumber, !Read(pinNumber));

    /// <summary>Sets a pin's level.</summary>
    protected internal abstract void Write(int pinNumber, PinValue value);

    /// <summary>Blocks until an edge comes or the token is cancelled.</summary>
    protected internal abstract WaitForEventResult WaitForEvent(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken);

    /// <summary>Waits until an edge comes or the token is cancelled.</summary>
    protected internal virtual ValueTask<WaitForEventResult> WaitForEventAsync(int pinNumber, PinEventTypes eventTypes, CancellationToken cancellationToken) =>
        new(Task.Run(() => WaitForEvent(pinNumber, eventTypes, cancellationToken)));

    /// <summary>Calls back at each edge.</summary>
    protected internal abstract void AddCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback);

    /// <summary>Calls back no more.</summary>
    protected internal abstract void RemoveCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the driver's resources.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
