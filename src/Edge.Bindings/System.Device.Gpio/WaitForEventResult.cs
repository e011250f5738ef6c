namespace System.Device.Gpio;

/// <summary>How a wait for an edge ended.</summary>
public struct WaitForEventResult
{
    /// <summary>The edge that came.</summary>
    public PinEventTypes EventTypes;

    /// <summary>True when none came.</summary>
    public bool TimedOut;
}
