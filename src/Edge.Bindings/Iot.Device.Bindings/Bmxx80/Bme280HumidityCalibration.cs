using System.Buffers.Binary;

namespace Iot.Device.Bmxx80;

/// <summary>The coefficients of one BME280's humidity, and what they make of its converter's values: BME280 data sheet 4.2.2 and 8.1.</summary>
internal sealed class Bme280HumidityCalibration
{
    private readonly double _h1;
    private readonly double _h2;
    private readonly double _h3;
    private readonly double _h4;
    private readonly double _h5;
    private readonly double _h6;

    /// <param name="first">Register 0xA1: dig_H1.</param>
    /// <param name="registers">0xE1 to 0xE7: dig_H2 to dig_H6; H4 and H5 have twelve bits with a sign and share 0xE5.</param>
    public Bme280HumidityCalibration(byte first, ReadOnlySpan<byte> registers)
    {
        _h1 = first;
        _h2 = BinaryPrimitives.ReadInt16LittleEndian(registers);
        _h3 = registers[2];
        _h4 = ((sbyte)registers[3] * 16) | (registers[4] & 0x0F);
        _h5 = ((sbyte)registers[5] * 16) | (registers[4] >> 4);
        _h6 = (sbyte)registers[6];
    }

    /// <summary>In per cent, 0 to 100.</summary>
    public double Percent(int raw, double fine)
    {
        double t = fine - 76800;
        double offset = (_h4 * 64) + (_h5 / 16384 * t);
        double sensitivity = _h2 / 65536 * (1 + (_h6 / 67108864 * t * (1 + (_h3 / 67108864 * t))));
        double h = (raw - offset) * sensitivity;
        return Math.Clamp(h * (1 - (_h1 * h / 524288)), 0, 100);
    }
}
