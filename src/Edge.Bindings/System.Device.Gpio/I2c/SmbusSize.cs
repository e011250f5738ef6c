namespace System.Device.I2c;

/// <summary>Kinds of SMBus transfers: <c>I2C_SMBUS_…</c> of linux/i2c.h.</summary>
internal enum SmbusSize : uint
{
    Quick = 0,
    Byte = 1,
    ByteData = 2,
    I2cBlockData = 8,
}
