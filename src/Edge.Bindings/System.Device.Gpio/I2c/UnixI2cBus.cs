#nullable enable

using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace System.Device.I2c;

/// <summary>
/// <c>/dev/i2c-N</c>, as the kernel's Documentation/i2c/dev-interface.rst describes it. An adapter that has no plain I2C transfers is spoken to in SMBus transfers,
/// where the package would use <c>read</c> and <c>write</c>, which such an adapter refuses.
/// </summary>
internal sealed class UnixI2cBus : I2cBus
{
    private readonly ConcurrentDictionary<int, I2cDevice> _devices = new();
    private readonly SmbusTransfers? _smbus;
    private int _file;

    public UnixI2cBus(int busId)
    {
        BusId = busId;
        string path = $"/dev/i2c-{busId}";
        _file = I2cDev.open(path, I2cDev.ReadWrite);
        if (_file < 0)
            throw new IOException($"Error {I2cDev.LastError()}. Can not open I2C device file '{path}'.");
        if (I2cDev.ioctl(_file, I2cDev.GetFunctions, out I2cFunctions functions) < 0)
            functions = 0;
        if ((functions & I2cFunctions.I2c) == 0)
            _smbus = new SmbusTransfers(new SmbusAdapter(_file), functions);
    }

    ~UnixI2cBus() => Dispose(false);

    public int BusId { get; }

    public override I2cDevice CreateDevice(int deviceAddress)
    {
        ObjectDisposedException.ThrowIf(_file < 0, this);
        var device = new UnixI2cDevice(this, deviceAddress, ownsBus: false);
        if (!_devices.TryAdd(deviceAddress, device))
            throw new ArgumentException($"Device with address 0x{deviceAddress:X2} is already open.", nameof(deviceAddress));
        return device;
    }

    public override void RemoveDevice(int deviceAddress)
    {
        if (!Forget(deviceAddress))
            throw new ArgumentException($"Device with address 0x{deviceAddress:X2} was not open.", nameof(deviceAddress));
    }

    internal bool Forget(int deviceAddress) => _devices.TryRemove(deviceAddress, out _);

    internal void Read(int address, Span<byte> buffer)
    {
        Check(address, 0, buffer.Length, reads: true);
        if (_smbus is not null)
            _smbus.Read((ushort)address, buffer);
        else
            Transfer((ushort)address, writes: false, default, buffer);
    }

    internal void Write(int address, ReadOnlySpan<byte> buffer)
    {
        Check(address, buffer.Length, 0, reads: false);
        if (_smbus is not null)
            _smbus.Write((ushort)address, buffer);
        else
            Transfer((ushort)address, writes: true, buffer, default);
    }

    internal void WriteRead(int address, ReadOnlySpan<byte> toWrite, Span<byte> toRead)
    {
        Check(address, toWrite.Length, toRead.Length, reads: true);
        if (_smbus is not null)
            _smbus.WriteRead((ushort)address, toWrite, toRead);
        else
            Transfer((ushort)address, writes: toWrite.Length > 0, toWrite, toRead);
    }

    protected override void Dispose(bool disposing)
    {
        int file = Interlocked.Exchange(ref _file, -1);
        if (file >= 0)
            I2cDev.close(file);
        _devices?.Clear();
        base.Dispose(disposing);
    }

    private static void Check(int address, int written, int read, bool reads)
    {
        if (address is < 0 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException("deviceAddress");
        if (reads && read == 0)
            throw new ArgumentException("buffer cannot be empty.", "buffer");
        if (written > ushort.MaxValue || read > ushort.MaxValue)
            throw new ArgumentException("buffer length is too long.", "buffer");
    }

    private unsafe void Transfer(ushort address, bool writes, ReadOnlySpan<byte> toWrite, Span<byte> toRead)
    {
        byte none = 0;
        fixed (byte* writePointer = toWrite, readPointer = toRead)
        {
            I2cDev.Message* messages = stackalloc I2cDev.Message[2];
            uint count = 0;
            if (writes)
                messages[count++] = new I2cDev.Message { Address = address, Length = (ushort)toWrite.Length, Buffer = toWrite.IsEmpty ? &none : writePointer };
            if (!toRead.IsEmpty)
                messages[count++] = new I2cDev.Message { Address = address, Flags = I2cDev.Reads, Length = (ushort)toRead.Length, Buffer = readPointer };
            var set = new I2cDev.MessageSet { Messages = messages, Count = count };
            if (I2cDev.ioctl(_file, I2cDev.TransferMessages, ref set) < 0)
                throw I2cDev.TransferFailed();
        }
    }
}
