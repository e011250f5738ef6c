using System.Buffers.Binary;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Tests.Health;
using Edge.Testing;
using Iot.Device.Bmxx80;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Tests.Gpio;

public sealed class EnclosureTests
{
    private static readonly EnclosureSettings Bme280At76 = new() { Kind = EnclosureSensorKind.Bme280, Bus = 1, Address = 0x76 };
    private readonly RecordingLog<EnclosureWatch> _log = new();
    private readonly ManualTimeProvider _time = new();

    /// <summary>The worked example of the BMP280 data sheet, 3.12: 25.08 °C and 100653.27 Pa.</summary>
    [Fact]
    public void Bmp280_DataSheetsExample_GivesItsResult()
    {
        using var sensor = new EnclosureSensor(Bme280At76 with { Kind = EnclosureSensorKind.Bmp280 }, _ => Sensor(0x58));
        EnclosureReading reading = sensor.Read();
        Assert.Equal(25.08, reading.TemperatureC, 2);
        Assert.Equal(1006.53, reading.PressureHpa, 2);
        Assert.Null(reading.HumidityPercent);
    }

    /// <summary>The data sheet gives no example for humidity; its other formula, of 32-bit integers, is the witness.</summary>
    [Theory]
    [InlineData(27000, 333, 50)]
    [InlineData(33000, 333, -50)]
    [InlineData(40000, -40, 0)]
    [InlineData(20000, 420, 2000)]
    public void Bme280_Humidity_IsWhatTheDataSheetsIntegersGive(int raw, int h4, int h5)
    {
        FakeI2cDevice device = Sensor(0x60);
        SetHumidity(device, raw, h4, h5);
        using var sensor = new EnclosureSensor(Bme280At76, _ => device);
        EnclosureReading reading = sensor.Read();
        Assert.Equal(25.08, reading.TemperatureC, 2);
        Assert.Equal(HumidityByIntegers(raw, 128422, h4, h5), reading.HumidityPercent!.Value, 0.06);
    }

    [Fact]
    public void Bme280_Read_OrdersOneMeasurementOfAllThree()
    {
        FakeI2cDevice device = Sensor(0x60);
        SetHumidity(device, 30000, 333, 50);
        using var sensor = new EnclosureSensor(Bme280At76, _ => device);
        sensor.Read();
        Assert.NotEqual(0, device.Registers[0xF2] & 0b111);
        Assert.NotEqual(0, device.Registers[0xF4] >> 5);
        Assert.NotEqual(0, (device.Registers[0xF4] >> 2) & 0b111);
    }

    [Theory]
    [InlineData(0x58, "Unable to find a chip with id 96. Found one with id 88")]
    [InlineData(0x00, "Unable to find a chip with id 96. Found one with id 0")]
    [InlineData(0xFF, "Unable to find a chip with id 96. Found one with id 255")]
    public void Sensor_OfAnotherKind_IsRefusedAndItsDeviceClosed(byte id, string fault)
    {
        FakeI2cDevice device = Sensor(id);
        var e = Assert.Throws<SensorException>(() => new EnclosureSensor(Bme280At76, _ => device));
        Assert.StartsWith($"The BME280 at 0x76 on I2C bus 1 cannot be used: {fault}; allowed: ", e.Message, StringComparison.Ordinal);
        Assert.True(device.IsDisposed);
    }

    [Fact]
    public void Sensor_BusThatIsNotThere_IsRefusedWithTheBusesOfTheMachine()
    {
        var e = Assert.Throws<SensorException>(() => new EnclosureSensor(Bme280At76 with { Bus = 201 }, System.Device.I2c.I2cDevice.Create));
        Assert.Contains("Can not open I2C device file '/dev/i2c-201'", e.Message, StringComparison.Ordinal);
    }

    /// <summary>Coefficients that are all ones make plausible numbers: 0 °C and 604 hPa.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    public void Sensor_BlankCalibration_IsNonsenseNeverANumber(byte blank)
    {
        FakeI2cDevice device = Sensor(0x58);
        device.Registers.AsSpan(0x88, 24).Fill(blank);
        var e = Assert.Throws<SensorException>(() => new EnclosureSensor(Bme280At76 with { Kind = EnclosureSensorKind.Bmp280 }, _ => device));
        Assert.Contains("its calibration is blank", e.Message, StringComparison.Ordinal);
        Assert.True(device.IsDisposed);
    }

    [Theory]
    [InlineData(0, 415148)]
    [InlineData(0xFFFFF, 415148)]
    [InlineData(519888, 0)]
    [InlineData(519888, 0xFFFFF)]
    public void Sensor_ValuesBeyondItsRange_AreNonsenseNeverANumber(int temperature, int pressure)
    {
        FakeI2cDevice device = Sensor(0x58);
        SetData(device, temperature, pressure);
        using var sensor = new EnclosureSensor(Bme280At76 with { Kind = EnclosureSensorKind.Bmp280 }, _ => device);
        var e = Assert.Throws<SensorException>(sensor.Read);
        Assert.Contains("allowed: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Watch_SensorThatFails_IsToldOnceHasNoNumberAndComesBack()
    {
        FakeI2cDevice device = Sensor(0x60);
        SetHumidity(device, 30000, 333, 50);
        using var watch = new EnclosureWatch(Bme280At76, _time, _log, _ => device);
        watch.Read();
        Assert.NotNull(watch.Last);

        device.IsSilent = true;
        watch.Read();
        watch.Read();
        Assert.Null(watch.Last);
        (LogLevel level, string line) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("does not answer: Error 121", line, StringComparison.Ordinal);

        device.IsSilent = false;
        watch.Read();
        Assert.NotNull(watch.Last);
        Assert.Equal((LogLevel.Information, "The BME280 at 0x76 on I2C bus 1 works again"), _log.Lines[1]);
    }

    [Fact]
    public async Task Watch_NoSensorConfigured_OpensNothing()
    {
        using var watch = new EnclosureWatch(new EnclosureSettings(), _time, _log, _ => throw new InvalidOperationException("opened"));
        await watch.StartAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(watch.Last);
        Assert.Empty(_log.Lines);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void Addresses_OfThePackage_AreThoseOfTheDataSheet() =>
        Assert.Equal((0x77, 0x76), (Bmx280Base.DefaultI2cAddress, Bmx280Base.SecondaryI2cAddress));

    /// <summary>The data sheet's example: its coefficients and converter values.</summary>
    private static FakeI2cDevice Sensor(byte id)
    {
        var device = new FakeI2cDevice(0x76);
        device.Registers[0xD0] = id;
        int[] coefficients = [27504, 26435, -1000, 36477, -10685, 3024, 2855, 140, -7, 15500, -14600, 6000];
        for (int i = 0; i < coefficients.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(device.Registers.AsSpan(0x88 + (2 * i)), unchecked((ushort)coefficients[i]));
        SetData(device, 519888, 415148);
        return device;
    }

    private static void SetData(FakeI2cDevice device, int temperature, int pressure)
    {
        Span<byte> data = device.Registers.AsSpan(0xF7);
        (data[0], data[1], data[2]) = ((byte)(pressure >> 12), (byte)(pressure >> 4), (byte)(pressure << 4));
        (data[3], data[4], data[5]) = ((byte)(temperature >> 12), (byte)(temperature >> 4), (byte)(temperature << 4));
    }

    private const int H1 = 75, H2 = 362, H3 = 2, H6 = 30;

    private static void SetHumidity(FakeI2cDevice device, int raw, int h4, int h5)
    {
        byte[] r = device.Registers;
        (r[0xA1], r[0xE1], r[0xE2], r[0xE3], r[0xE7]) = (H1, H2 & 0xFF, H2 >> 8, H3, H6);
        (r[0xE4], r[0xE5], r[0xE6]) = ((byte)(h4 >> 4), (byte)((h4 & 0xF) | ((h5 & 0xF) << 4)), (byte)(h5 >> 4));
        (r[0xFD], r[0xFE]) = ((byte)(raw >> 8), (byte)raw);
    }

    /// <summary>BME280 data sheet 4.2.3, in 1/1024 %.</summary>
    private static double HumidityByIntegers(int raw, int fine, int h4, int h5)
    {
        int t = fine - 76800;
        int offset = ((raw << 14) - (h4 << 20) - (h5 * t) + 16384) >> 15;
        int slope = (((((t * H6) >> 10) * (((t * H3) >> 11) + 32768)) >> 10) + 2097152) * H2;
        int h = offset * ((slope + 8192) >> 14);
        h -= (((h >> 15) * (h >> 15)) >> 7) * H1 >> 4;
        return (Math.Clamp(h, 0, 419430400) >> 12) / 1024.0;
    }
}
