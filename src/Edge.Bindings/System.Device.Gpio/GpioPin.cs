#nullable enable

namespace System.Device.Gpio;

/// <summary>An open pin.</summary>
public class GpioPin : MarshalByRefObject, IEquatable<GpioPin>, IDisposable
{
    /// <summary>Pin <paramref name="pinNumber"/> of <paramref name="controller"/>.</summary>
    protected internal GpioPin(int pinNumber, GpioController controller)
    {
        PinNumber = pinNumber;
        Controller = controller;
    }

    /// <summary>Its number.</summary>
    public virtual int PinNumber { get; }

    /// <summary>Whose pin it is.</summary>
    public GpioController Controller { get; }

    /// <summary>Called at both edges.</summary>
    public virtual event PinChangeEventHandler ValueChanged
    {
        add => Controller.RegisterCallbackForPinValueChangedEvent(PinNumber, PinEventTypes.Falling | PinEventTypes.Rising, value);
        remove => Controller.UnregisterCallbackForPinValueChangedEvent(PinNumber, value);
    }

    /// <summary>Its mode.</summary>
    public virtual PinMode GetPinMode() => Controller.GetPinMode(PinNumber);

    /// <summary>Whether it can have a mode.</summary>
    public virtual bool IsPinModeSupported(PinMode pinMode) => Controller.IsPinModeSupported(PinNumber, pinMode);

    /// <summary>Sets its mode.</summary>
    public virtual void SetPinMode(PinMode value) => Controller.SetPinMode(PinNumber, value);

    /// <summary>Its level.</summary>
    public virtual PinValue Read() => Controller.Read(PinNumber);

    /// <summary>Sets its level.</summary>
    public virtual void Write(PinValue value) => Controller.Write(PinNumber, value);

    /// <summary>Turns its level around.</summary>
    public virtual void Toggle() => Controller.Toggle(PinNumber);

    /// <inheritdoc/>
    public virtual bool Equals(GpioPin? other) => other is not null && PinNumber == other.PinNumber && ReferenceEquals(Controller, other.Controller);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GpioPin other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Controller.GetHashCode() ^ PinNumber;

    /// <summary>Closes it, if it is open.</summary>
    public virtual void Close()
    {
        if (Controller.IsPinOpen(PinNumber))
            Controller.ClosePin(PinNumber);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes it.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Close();
    }
}
