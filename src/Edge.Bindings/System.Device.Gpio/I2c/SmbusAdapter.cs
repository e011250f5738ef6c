namespace System.Device.I2c;

/// <summary>SMBus transfers through the kernel.</summary>
internal sealed class SmbusAdapter(int file) : ISmbusAdapter
{
    private readonly Lock _gate = new();

    public unsafe void Transfer(ushort address, bool reads, byte command, SmbusSize size, Span<byte> data)
    {
        // The address belongs to the open file: it and the transfer go together.
        lock (_gate)
        {
            if (I2cDev.ioctl(file, I2cDev.SetAddress, address) < 0)
                throw I2cDev.TransferFailed();
            fixed (byte* pointer = data)
            {
                var request = new I2cDev.SmbusRequest { IsRead = reads ? (byte)1 : (byte)0, Command = command, Size = (uint)size, Data = pointer };
                if (I2cDev.ioctl(file, I2cDev.Smbus, ref request) < 0)
                    throw I2cDev.TransferFailed();
            }
        }
    }
}
