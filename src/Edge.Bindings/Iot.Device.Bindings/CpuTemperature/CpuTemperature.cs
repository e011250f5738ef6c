using System.Globalization;
using UnitsNet;

namespace Iot.Device.CpuTemperature;

/// <summary>The processor's temperature, from the kernel's first thermal zone.</summary>
public sealed class CpuTemperature : IDisposable
{
    private const string Zone = "/sys/class/thermal/thermal_zone0/temp";

    /// <summary>Looks whether there is a sensor.</summary>
    public CpuTemperature() => IsAvailable = File.Exists(Zone);

    /// <summary>Whether there is a sensor.</summary>
    public bool IsAvailable { get; private set; }

    /// <summary>The temperature; not a number where there is no sensor or it says nothing sensible.</summary>
    /// <exception cref="IOException">The sensor exists and cannot be read just now.</exception>
    public Temperature Temperature
    {
        get
        {
            if (!IsAvailable)
                return Temperature.FromDegreesCelsius(double.NaN);
            using var reader = new StreamReader(new FileStream(Zone, FileMode.Open, FileAccess.Read));
            return Temperature.FromDegreesCelsius(
                int.TryParse(reader.ReadLine(), NumberStyles.Integer, CultureInfo.InvariantCulture, out int milli) ? milli / 1000F : double.NaN);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => IsAvailable = false;
}
