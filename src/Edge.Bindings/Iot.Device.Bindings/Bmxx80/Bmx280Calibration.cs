using System.Buffers.Binary;

namespace Iot.Device.Bmxx80;

/// <summary>
/// The coefficients of one chip, and what they make of its converter's values: BMP280 data sheet 3.11 and 8.1, in floating point.
/// </summary>
internal sealed class Bmx280Calibration
{
    private readonly double _t1;
    private readonly double _t2;
    private readonly double _t3;
    private readonly double[] _p = new double[10]; // from 1, as the data sheet counts

    /// <param name="registers">0x88 to 0x9F: dig_T1 to dig_P9, low byte first; T1 and P1 have no sign.</param>
    public Bmx280Calibration(ReadOnlySpan<byte> registers)
    {
        _t1 = BinaryPrimitives.ReadUInt16LittleEndian(registers);
        _t2 = BinaryPrimitives.ReadInt16LittleEndian(registers[2..]);
        _t3 = BinaryPrimitives.ReadInt16LittleEndian(registers[4..]);
        _p[1] = BinaryPrimitives.ReadUInt16LittleEndian(registers[6..]);
        for (int i = 2; i < _p.Length; i++)
            _p[i] = BinaryPrimitives.ReadInt16LittleEndian(registers[(4 + (2 * i))..]);
    }

    /// <summary>The fine temperature, in 1/5120 °C, which the other two need.</summary>
    public double FineTemperature(int raw)
    {
        double offset = (raw / 131072.0) - (_t1 / 8192.0);
        return (offset * 8 * _t2) + (offset * offset * _t3);
    }

    /// <summary>In °C.</summary>
    public static double Celsius(double fine) => fine / 5120;

    /// <summary>In Pa; not a number where the coefficients are nonsense.</summary>
    public double Pascals(int raw, double fine)
    {
        double t = (fine / 2) - 64000;
        double offset = (((t * t * _p[6] / 32768) + (t * _p[5] * 2)) / 4) + (_p[4] * 65536);
        double sensitivity = (1 + (((_p[3] * t * t / 524288) + (_p[2] * t)) / 524288 / 32768)) * _p[1];
        if (sensitivity == 0)
            return double.NaN;
        double p = (1048576 - raw - (offset / 4096)) * 6250 / sensitivity;
        return p + (((_p[9] * p * p / 2147483648) + (p * _p[8] / 32768) + _p[7]) / 16);
    }
}
