namespace System.Device.I2c;

/// <summary>An I2C bus and the devices that are open on it.</summary>
public abstract class I2cBus : IDisposable
{
    /// <summary>Opens <c>/dev/i2c-N</c>.</summary>
    /// <param name="busId">The bus's number.</param>
    /// <exception cref="IOException">There is no such bus, or it may not be opened.</exception>
    /// <exception cref="PlatformNotSupportedException">This is Windows.</exception>
    public static I2cBus Create(int busId)
    {
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            throw new PlatformNotSupportedException("There's no default I2C driver for Windows available.");
        return new UnixI2cBus(busId);
    }

    /// <summary>Opens a device; nothing is sent to it.</summary>
    /// <exception cref="ArgumentException">It is open already.</exception>
    public abstract I2cDevice CreateDevice(int deviceAddress);

    /// <summary>Forgets an open device.</summary>
    /// <exception cref="ArgumentException">It is not open.</exception>
    public abstract void RemoveDevice(int deviceAddress);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the bus.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
