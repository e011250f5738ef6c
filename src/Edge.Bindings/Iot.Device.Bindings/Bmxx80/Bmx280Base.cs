using System.Device.I2c;

namespace Iot.Device.Bmxx80;

/// <summary>BMP280 and BME280: the registers that they share (BMP280 data sheet 4.2, BME280 data sheet 5.3).</summary>
public abstract class Bmx280Base : Bmxx80Base
{
    /// <summary>The address with SDO high.</summary>
    public const byte DefaultI2cAddress = 0x77;

    /// <summary>The address with SDO low.</summary>
    public const byte SecondaryI2cAddress = 0x76;

    private const byte CalibrationStart = 0x88;
    private const int CalibrationLength = 24;
    private const byte HumidityControl = 0xF2;
    private const byte Status = 0xF3;
    private const byte MeasurementControl = 0xF4;
    private const byte Configuration = 0xF5;
    private const byte Data = 0xF7;
    private const byte IsMeasuring = 0b1000;
    private const byte IsCopying = 0b0001;
    private const byte EachOnceThenSleep = 0b001_001_10; // temperature and pressure oversampled once, forced mode

    private protected Bmx280Base(byte deviceId, I2cDevice i2cDevice)
        : base(deviceId, i2cDevice)
    {
        // After a reset the chip copies its calibration from its memory: 2 ms by the data sheet.
        WaitUntilClear(IsCopying);
        Span<byte> calibration = stackalloc byte[CalibrationLength];
        ReadRegisters(CalibrationStart, calibration);
        Calibration = new Bmx280Calibration(calibration);
        WriteRegister(Configuration, 0);
    }

    internal Bmx280Calibration Calibration { get; }

    /// <summary>Measures once and waits for it.</summary>
    /// <param name="withHumidity">Whether the chip measures humidity too.</param>
    private protected Bmx280Measurement Measure(bool withHumidity)
    {
        if (withHumidity)
            WriteRegister(HumidityControl, 1); // takes effect with the next write to the measurement control
        WriteRegister(MeasurementControl, EachOnceThenSleep);
        Thread.Sleep(10); // 9.3 ms at most by the BME280 data sheet, 9.1
        WaitUntilClear(IsMeasuring);
        Span<byte> data = stackalloc byte[withHumidity ? 8 : 6];
        ReadRegisters(Data, data);
        return new Bmx280Measurement
        {
            Pressure = (data[0] << 12) | (data[1] << 4) | (data[2] >> 4),
            Temperature = (data[3] << 12) | (data[4] << 4) | (data[5] >> 4),
            Humidity = withHumidity ? (data[6] << 8) | data[7] : 0,
        };
    }

    private void WaitUntilClear(byte bit)
    {
        for (int i = 0; (ReadRegister(Status) & bit) != 0; i++)
        {
            if (i == 50)
                throw new IOException("The sensor stays busy");
            Thread.Sleep(2);
        }
    }
}
