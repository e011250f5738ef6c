using System.Device.I2c;

namespace Edge.Agent.Tests.Gpio;

/// <summary>A device with 256 registers: the first byte written is the register, which counts up. What a data sheet says of it beyond that comes from <see cref="Written"/>.</summary>
internal sealed class FakeI2cDevice(int address = 0x20) : I2cDevice
{
    private byte _pointer;

    public byte[] Registers { get; } = new byte[256];

    /// <summary>Called after each register that was written, with what it held before.</summary>
    public Action<byte, byte>? Written { get; set; }

    /// <summary>Nothing answers, as on a bus without the device.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Every register reads as this, as on a bus that is shorted or floats.</summary>
    public byte? StuckAt { get; set; }

    public bool IsDisposed { get; private set; }

    public override I2cConnectionSettings ConnectionSettings { get; } = new(1, address);

    public override void Read(Span<byte> buffer)
    {
        Answer();
        foreach (ref byte value in buffer)
            value = StuckAt ?? Registers[_pointer++];
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Answer();
        _pointer = buffer[0];
        foreach (byte value in buffer[1..])
        {
            byte register = _pointer++;
            byte before = Registers[register];
            Registers[register] = value;
            Written?.Invoke(register, before);
        }
    }

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        Write(writeBuffer);
        Read(readBuffer);
    }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }

    private void Answer()
    {
        if (IsSilent)
            throw new IOException("Error 121 (Remote I/O error) performing I2C data transfer.");
    }
}
