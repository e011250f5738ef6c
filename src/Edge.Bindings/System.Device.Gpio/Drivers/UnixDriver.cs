namespace System.Device.Gpio.Drivers;

/// <summary>Base of the drivers for Linux.</summary>
public abstract class UnixDriver : GpioDriver
{
    /// <summary>Checks the platform.</summary>
    /// <exception cref="PlatformNotSupportedException">This is not a Unix.</exception>
    protected UnixDriver()
    {
        if (Environment.OSVersion.Platform != PlatformID.Unix)
            throw new PlatformNotSupportedException(GetType().Name + " is only supported on Linux/Unix");
    }
}
