namespace Edge.Agent.Configuration;

/// <summary>Which sensor is in the enclosure.</summary>
public enum EnclosureSensorKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Temperature and air pressure.</summary>
    Bmp280,

    /// <summary>Temperature, air pressure and humidity.</summary>
    Bme280,
}
