#nullable enable

namespace System.Device.I2c;

/// <summary>A device on a bus of the kernel's.</summary>
internal sealed class UnixI2cDevice(UnixI2cBus bus, int address, bool ownsBus) : I2cDevice
{
    private UnixI2cBus? _bus = bus;

    public override I2cConnectionSettings ConnectionSettings => new(Bus.BusId, address);

    private UnixI2cBus Bus => _bus ?? throw new ObjectDisposedException(nameof(I2cDevice));

    public override void Read(Span<byte> buffer) => Bus.Read(address, buffer);

    public override void Write(ReadOnlySpan<byte> buffer) => Bus.Write(address, buffer);

    public override void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer) => Bus.WriteRead(address, writeBuffer, readBuffer);

    protected override void Dispose(bool disposing)
    {
        UnixI2cBus? bus = _bus;
        _bus = null;
        if (bus is null)
            return;
        if (ownsBus)
            bus.Dispose();
        else
            bus.Forget(address);
        base.Dispose(disposing);
    }
}
