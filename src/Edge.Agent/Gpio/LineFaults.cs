namespace Edge.Agent.Gpio;

/// <summary>What drivers of lines and I2C devices throw for what is absent, in use, forbidden or broken.</summary>
internal static class LineFaults
{
    /// <summary>Whether a driver throws this where the hardware, not the program, is at fault.</summary>
    public static bool IsDrivers(Exception e) =>
        e is (IOException and not LineException) or UnauthorizedAccessException or InvalidOperationException or ArgumentException or NotSupportedException
            or DllNotFoundException or TypeInitializationException
        && e is not ObjectDisposedException;
}
