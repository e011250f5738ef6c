namespace System.Device.Gpio;

/// <summary>An edge on a pin.</summary>
public class PinValueChangedEventArgs : EventArgs
{
    /// <summary>An edge on pin <paramref name="pinNumber"/>.</summary>
    public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
    {
        ChangeType = changeType;
        PinNumber = pinNumber;
    }

    /// <summary>Rising or falling.</summary>
    public PinEventTypes ChangeType { get; }

    /// <summary>Which pin.</summary>
    public int PinNumber { get; }
}
