using System.Device.I2c;
using Iot.Device.Bmxx80.ReadResult;
using UnitsNet;

namespace Iot.Device.Bmxx80;

/// <summary>A BME280: temperature, air pressure and humidity.</summary>
public class Bme280 : Bmx280Base
{
    private const byte DeviceId = 0x60;
    private const byte FirstHumidityCoefficient = 0xA1;
    private const byte HumidityCoefficients = 0xE1;
    private readonly Bme280HumidityCalibration _humidity;

    /// <summary>A sensor on <paramref name="i2cDevice"/>, which it owns.</summary>
    /// <exception cref="IOException">It does not answer, or is another chip.</exception>
    public Bme280(I2cDevice i2cDevice)
        : base(DeviceId, i2cDevice)
    {
        Span<byte> coefficients = stackalloc byte[7];
        ReadRegisters(HumidityCoefficients, coefficients);
        _humidity = new Bme280HumidityCalibration(ReadRegister(FirstHumidityCoefficient), coefficients);
    }

    /// <summary>Measures and waits for it.</summary>
    /// <exception cref="IOException">It does not answer.</exception>
    public Bme280ReadResult Read()
    {
        Bmx280Measurement raw = Measure(withHumidity: true);
        double fine = Calibration.FineTemperature(raw.Temperature);
        return new Bme280ReadResult(
            Temperature.FromDegreesCelsius(Bmx280Calibration.Celsius(fine)),
            Pressure.FromPascals(Calibration.Pascals(raw.Pressure, fine)),
            RelativeHumidity.FromPercent(_humidity.Percent(raw.Humidity, fine)));
    }
}
