namespace Iot.Device.Bmxx80;

/// <summary>What the chip's converter says: temperature and pressure of 20 bits, humidity of 16.</summary>
internal readonly struct Bmx280Measurement
{
    public int Temperature { get; init; }

    public int Pressure { get; init; }

    public int Humidity { get; init; }
}
