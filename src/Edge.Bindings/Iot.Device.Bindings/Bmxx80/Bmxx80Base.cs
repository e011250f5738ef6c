using System.Device.I2c;

namespace Iot.Device.Bmxx80;

/// <summary>Bosch's sensors of the air.</summary>
public abstract class Bmxx80Base : IDisposable
{
    private const byte ChipId = 0xD0;
    private const byte ResetRegister = 0xE0;
    private const byte ResetWord = 0xB6;

    private I2cDevice _device;

    /// <summary>A sensor on <paramref name="i2cDevice"/>, which it owns.</summary>
    /// <exception cref="IOException">It does not answer, or is another chip.</exception>
    private protected Bmxx80Base(byte deviceId, I2cDevice i2cDevice)
    {
        _device = i2cDevice ?? throw new ArgumentNullException(nameof(i2cDevice));
        byte found = ReadRegister(ChipId);
        if (found != deviceId)
            throw new IOException($"Unable to find a chip with id {deviceId}. Found one with id {found}");
        WriteRegister(ResetRegister, ResetWord);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the device.</summary>
    protected virtual void Dispose(bool disposing)
    {
        _device?.Dispose();
        _device = null!;
    }

    private protected byte ReadRegister(byte register)
    {
        Span<byte> value = stackalloc byte[1];
        ReadRegisters(register, value);
        return value[0];
    }

    private protected void ReadRegisters(byte register, Span<byte> values) => _device.WriteRead([register], values);

    private protected void WriteRegister(byte register, byte value) => _device.Write([register, value]);
}
