using Iot.Device.CpuTemperature;

namespace Edge.Agent.Gpio;

/// <summary>The processor's temperature. Thread safe.</summary>
public sealed class CpuThermometer : IDisposable
{
    private readonly CpuTemperature _sensor = new();

    /// <summary>Degrees Celsius; null where the machine has no sensor, or it cannot be read just now.</summary>
    public double? ReadCelsius()
    {
        if (!_sensor.IsAvailable)
            return null;
        try
        {
            double celsius = _sensor.Temperature.DegreesCelsius;
            return double.IsFinite(celsius) ? celsius : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Some drivers answer EAGAIN or ENODATA while the zone is off; the next telemetry asks again.
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sensor.Dispose();
}
