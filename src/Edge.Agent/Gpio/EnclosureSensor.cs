using System.Device.I2c;
using System.Globalization;
using Edge.Agent.Configuration;
using Iot.Device.Bmxx80;
using Iot.Device.Bmxx80.ReadResult;

namespace Edge.Agent.Gpio;

/// <summary>A BMP280 or BME280. Not thread safe.</summary>
internal sealed class EnclosureSensor : IDisposable
{
    private const byte FirstCoefficient = 0x88; // dig_T1, both data sheets

    private readonly Func<Bmp280ReadResult> _read;
    private readonly Bmx280Base _sensor;
    private readonly string _name;

    /// <summary>Opens the sensor.</summary>
    /// <param name="settings">Which, and where.</param>
    /// <param name="i2c">Opens devices.</param>
    /// <exception cref="SensorException">It does not answer, or is another chip.</exception>
    public EnclosureSensor(EnclosureSettings settings, Func<I2cConnectionSettings, I2cDevice> i2c)
    {
        _name = NameOf(settings);
        I2cDevice? device = null;
        try
        {
            device = i2c(new I2cConnectionSettings(settings.Bus, settings.Address));
            if (settings.Kind == EnclosureSensorKind.Bme280)
            {
                var sensor = new Bme280(device);
                (_sensor, _read) = (sensor, sensor.Read);
            }
            else
            {
                var sensor = new Bmp280(device);
                (_sensor, _read) = (sensor, sensor.Read);
            }

            CheckCalibration(device);
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            device?.Dispose();
            throw new SensorException($"{_name} cannot be used: {e.Message.TrimEnd('.')}; allowed: a BMP280 (chip id 88) or BME280 (chip id 96), as gpio.enclosure says, on a bus of this machine: {DeviceFiles.Present("i2c-")}.", e);
        }
    }

    /// <summary>The sensor as people know it.</summary>
    public static string NameOf(EnclosureSettings settings) => $"The {settings.Kind.ToString().ToUpperInvariant()} at 0x{settings.Address:x2} on I2C bus {settings.Bus}";

    /// <summary>Measures; takes some 10 to 30 ms.</summary>
    /// <exception cref="SensorException">It does not answer, or what it says cannot be.</exception>
    public EnclosureReading Read()
    {
        Bmp280ReadResult result;
        try
        {
            result = _read();
        }
        catch (Exception e) when (LineFaults.IsDrivers(e))
        {
            throw new SensorException($"{_name} does not answer: {e.Message.TrimEnd('.')}.", e);
        }

        return new EnclosureReading(
            Checked(result.Temperature?.DegreesCelsius, -40, 85, "°C"),
            Checked(result.Pressure?.Hectopascals, 300, 1100, "hPa"),
            result is Bme280ReadResult humid ? Checked(humid.Humidity?.Percent, 0, 100, "% humidity") : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _sensor.Dispose();

    // A chip that lost its memory, or a wire that always says the same, makes numbers that look like weather.
    private static void CheckCalibration(I2cDevice device)
    {
        Span<byte> coefficients = stackalloc byte[24];
        device.WriteRead([FirstCoefficient], coefficients);
        if (!coefficients.ContainsAnyExcept(coefficients[0]))
            throw new IOException($"its calibration is blank: every byte reads 0x{coefficients[0]:x2}");
    }

    // The ranges of the data sheets: outside them the chip or the wire is broken, and a number would be taken for the truth.
    private double Checked(double? value, double minimum, double maximum, string unit)
    {
        if (value is not { } number || !double.IsFinite(number) || number < minimum || number > maximum)
            throw new SensorException(string.Create(CultureInfo.InvariantCulture, $"{_name} answers nonsense: {value:0.#} {unit}; allowed: {minimum} to {maximum} {unit}."));
        return Math.Round(number, 2);
    }
}
