namespace Edge.Agent.Configuration;

/// <summary>A sensor of the air inside the enclosure, on an I2C bus.</summary>
public sealed record EnclosureSettings
{
    /// <summary>Which sensor.</summary>
    public EnclosureSensorKind Kind { get; init; }

    /// <summary>Its I2C bus, N of <c>/dev/i2c-N</c>.</summary>
    public int Bus { get; init; } = 1;

    /// <summary>Its address on the bus: 0x76 or 0x77.</summary>
    public int Address { get; init; } = 0x76;
}
