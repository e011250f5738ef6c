namespace System.Device.I2c;

/// <summary>What an adapter can do: <c>I2C_FUNC_…</c> of linux/i2c.h.</summary>
[Flags]
internal enum I2cFunctions : ulong
{
    I2c = 0x0000_0001,
    Quick = 0x0001_0000,
    ReadByte = 0x0002_0000,
    WriteByte = 0x0004_0000,
    ReadByteData = 0x0008_0000,
    WriteByteData = 0x0010_0000,
    ReadI2cBlock = 0x0400_0000,
    WriteI2cBlock = 0x0800_0000,
}
