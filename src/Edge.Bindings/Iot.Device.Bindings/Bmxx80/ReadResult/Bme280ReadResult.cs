using UnitsNet;

namespace Iot.Device.Bmxx80.ReadResult;

/// <summary>What a BME280 measured.</summary>
public class Bme280ReadResult : Bmp280ReadResult
{
    /// <summary>Holds one measurement.</summary>
    public Bme280ReadResult(Temperature? temperature, Pressure? pressure, RelativeHumidity? humidity)
        : base(temperature, pressure) => Humidity = humidity;

    /// <summary>The humidity; null when it was not measured.</summary>
    public RelativeHumidity? Humidity { get; }
}
