#nullable enable

namespace System.Device.I2c;

/// <summary>
/// I2C transfers in the words of SMBus, for devices with registers: a first byte that is written is the register, what follows are its bytes,
/// and the register counts up. One byte is the same on the wire; more are an I2C block where the adapter has it, else register by register.
/// </summary>
internal sealed class SmbusTransfers(ISmbusAdapter adapter, I2cFunctions functions)
{
    private const int BlockMaximum = 32; // I2C_SMBUS_BLOCK_MAX

    // The register that a device's next read is about, where a write has named one.
    private readonly Dictionary<ushort, byte> _registers = [];

    public void Write(ushort address, ReadOnlySpan<byte> buffer)
    {
        lock (_registers)
        {
            _registers.Remove(address);
            switch (buffer.Length)
            {
                case 0:
                    adapter.Transfer(address, reads: false, 0, SmbusSize.Quick, default);
                    break;
                case 1:
                    adapter.Transfer(address, reads: false, buffer[0], SmbusSize.Byte, default);
                    _registers[address] = buffer[0];
                    break;
                default:
                    WriteRegisters(address, buffer[0], buffer[1..]);
                    break;
            }
        }
    }

    public void Read(ushort address, Span<byte> buffer)
    {
        lock (_registers)
        {
            bool isNamed = _registers.Remove(address, out byte register);
            if (buffer.Length == 1 || !isNamed)
            {
                foreach (ref byte value in buffer)
                    value = ReadNext(address);
            }
            else
            {
                ReadRegisters(address, register, buffer);
            }
        }
    }

    public void WriteRead(ushort address, ReadOnlySpan<byte> toWrite, Span<byte> toRead)
    {
        lock (_registers)
        {
            _registers.Remove(address);
            if (toWrite.Length > 1)
                throw new IOException($"Error: this adapter has SMBus transfers only, which cannot write {toWrite.Length} bytes before a read; one can.");
            if (toWrite.IsEmpty)
                Read(address, toRead);
            else
                ReadRegisters(address, toWrite[0], toRead);
        }
    }

    private byte ReadNext(ushort address)
    {
        Span<byte> data = stackalloc byte[BlockMaximum + 2];
        adapter.Transfer(address, reads: true, 0, SmbusSize.Byte, data);
        return data[0];
    }

    private void ReadRegisters(ushort address, byte register, Span<byte> buffer)
    {
        Span<byte> data = stackalloc byte[BlockMaximum + 2];
        while (!buffer.IsEmpty)
        {
            int count = 1;
            if (buffer.Length == 1 || (functions & I2cFunctions.ReadI2cBlock) == 0)
            {
                adapter.Transfer(address, reads: true, register, SmbusSize.ByteData, data);
                buffer[0] = data[0];
            }
            else
            {
                count = Math.Min(buffer.Length, BlockMaximum);
                data[0] = (byte)count;
                adapter.Transfer(address, reads: true, register, SmbusSize.I2cBlockData, data);
                if (data[0] != count)
                    throw new IOException($"Error: {data[0]} bytes came instead of {count} performing I2C data transfer.");
                data.Slice(1, count).CopyTo(buffer);
            }

            buffer = buffer[count..];
            register += (byte)count;
        }
    }

    private void WriteRegisters(ushort address, byte register, ReadOnlySpan<byte> buffer)
    {
        Span<byte> data = stackalloc byte[BlockMaximum + 2];
        while (!buffer.IsEmpty)
        {
            int count = 1;
            if (buffer.Length == 1 || (functions & I2cFunctions.WriteI2cBlock) == 0)
            {
                data[0] = buffer[0];
                adapter.Transfer(address, reads: false, register, SmbusSize.ByteData, data);
            }
            else
            {
                count = Math.Min(buffer.Length, BlockMaximum);
                data[0] = (byte)count;
                buffer[..count].CopyTo(data[1..]);
                adapter.Transfer(address, reads: false, register, SmbusSize.I2cBlockData, data);
            }

            buffer = buffer[count..];
            register += (byte)count;
        }
    }
}
