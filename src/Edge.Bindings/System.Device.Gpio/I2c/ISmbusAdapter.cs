namespace System.Device.I2c;

/// <summary>One SMBus transfer at a time.</summary>
internal interface ISmbusAdapter
{
    /// <summary>Transfers.</summary>
    /// <param name="address">The device.</param>
    /// <param name="reads">Its direction.</param>
    /// <param name="command">The command byte: a device's register.</param>
    /// <param name="size">Its kind.</param>
    /// <param name="data"><c>union i2c_smbus_data</c>: the byte, or for a block its length and then its bytes.</param>
    /// <exception cref="IOException">The device does not answer, or the adapter refuses.</exception>
    void Transfer(ushort address, bool reads, byte command, SmbusSize size, Span<byte> data);
}
