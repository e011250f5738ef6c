using System.Device.I2c;
using Iot.Device.Bmxx80.ReadResult;
using UnitsNet;

namespace Iot.Device.Bmxx80;

/// <summary>A BMP280: temperature and air pressure.</summary>
public class Bmp280 : Bmx280Base
{
    private const byte DeviceId = 0x58;

    /// <summary>A sensor on <paramref name="i2cDevice"/>, which it owns.</summary>
    /// <exception cref="IOException">It does not answer, or is another chip.</exception>
    public Bmp280(I2cDevice i2cDevice)
        : base(DeviceId, i2cDevice)
    {
    }

    /// <summary>Measures and waits for it.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public Bmp280ReadResult Read()
    {
        Bmx280Measurement raw = Measure(withHumidity: false);
        double fine = Calibration.FineTemperature(raw.Temperature);
        return new Bmp280ReadResult(
            Temperature.FromDegreesCelsius(Bmx280Calibration.Celsius(fine)),
            Pressure.FromPascals(Calibration.Pascals(raw.Pressure, fine)));
    }
}
