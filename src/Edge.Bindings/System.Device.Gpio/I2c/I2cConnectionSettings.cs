#nullable enable

namespace System.Device.I2c;

/// <summary>Where a device is: its bus, and its address there.</summary>
public sealed class I2cConnectionSettings : IEquatable<I2cConnectionSettings>
{
    /// <summary>Address <paramref name="deviceAddress"/> on bus <paramref name="busId"/>.</summary>
    public I2cConnectionSettings(int busId, int deviceAddress)
    {
        BusId = busId;
        DeviceAddress = deviceAddress;
    }

    /// <summary>The bus's number.</summary>
    public int BusId { get; }

    /// <summary>The device's address.</summary>
    public int DeviceAddress { get; }

    /// <inheritdoc/>
    public bool Equals(I2cConnectionSettings? other) => other is not null && BusId == other.BusId && DeviceAddress == other.DeviceAddress;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is I2cConnectionSettings other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(BusId, DeviceAddress);
}
