namespace System.Device.Gpio;

/// <summary>What a pin is used for.</summary>
public enum PinMode
{
    /// <summary>Reads a level.</summary>
    Input,

    /// <summary>Drives a level.</summary>
    Output,

    /// <summary>Reads a level, low where nothing drives it.</summary>
    InputPullDown,

    /// <summary>Reads a level, high where nothing drives it.</summary>
    InputPullUp,
}
