namespace System.Device.I2c;

/// <summary>A device on an I2C bus.</summary>
public abstract class I2cDevice : IDisposable
{
    /// <summary>Where it is.</summary>
    public abstract I2cConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens a device on a bus of its own, which is closed with it; nothing is sent to it.</summary>
    /// <exception cref="IOException">There is no such bus, or it may not be opened.</exception>
    /// <exception cref="PlatformNotSupportedException">This is Windows.</exception>
    public static I2cDevice Create(I2cConnectionSettings settings)
    {
        if (Environment.OSVersion.Platform == PlatformID.Win32NT)
            throw new PlatformNotSupportedException("There's no default I2C driver on Windows available");
        return new UnixI2cDevice(new UnixI2cBus(settings.BusId), settings.DeviceAddress, ownsBus: true);
    }

    /// <summary>Reads one byte.</summary>
    public virtual byte ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        Read(one);
        return one[0];
    }

    /// <summary>Reads as many bytes as the buffer takes.</summary>
    public abstract void Read(Span<byte> buffer);

    /// <summary>Writes one byte.</summary>
    public virtual void WriteByte(byte value) => Write([value]);

    /// <summary>Writes bytes; none at all only addresses the device.</summary>
    public abstract void Write(ReadOnlySpan<byte> buffer);

    /// <summary>Writes, then reads without letting go of the bus in between.</summary>
    public abstract void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the device.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
