using UnitsNet;

namespace Iot.Device.Bmxx80.ReadResult;

/// <summary>What a BMP280 measured.</summary>
public class Bmp280ReadResult
{
    /// <summary>Holds one measurement.</summary>
    public Bmp280ReadResult(Temperature? temperature, Pressure? pressure)
    {
        Temperature = temperature;
        Pressure = pressure;
    }

    /// <summary>The temperature; null when it was not measured.</summary>
    public Temperature? Temperature { get; }

    /// <summary>The air pressure; null when it was not measured.</summary>
    public Pressure? Pressure { get; }
}
