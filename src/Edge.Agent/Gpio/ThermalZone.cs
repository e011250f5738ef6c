using System.Globalization;

namespace Edge.Agent.Gpio;

/// <summary>What the kernel says of the chip's first thermal zone (Documentation/driver-api/thermal/sysfs-api.rst).</summary>
public static class ThermalZone
{
    /// <summary>The zone that <see cref="CpuThermometer"/> reads.</summary>
    public const string Folder = "/sys/class/thermal/thermal_zone0";

    /// <summary>Temperature from which the kernel slows the chip: the lowest passive trip point; null where there is none, or it cannot be.</summary>
    /// <param name="folder">The zone's folder.</param>
    public static double? ThrottleCelsius(string folder = Folder)
    {
        double? lowest = null;
        try
        {
            if (!Directory.Exists(folder))
                return null;
            foreach (string type in Directory.EnumerateFiles(folder, "trip_point_*_type"))
            {
                if (File.ReadAllText(type).Trim() == "passive" && Celsius(type[..^"type".Length] + "temp") is { } celsius && !(celsius >= lowest))
                    lowest = celsius;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The policy's own steps hold.
        }

        return lowest;
    }

    // Some boards have trip points of 0 or of 200 °C, which are none.
    private static double? Celsius(string path) =>
        int.TryParse(File.ReadAllText(path), NumberStyles.Integer, CultureInfo.InvariantCulture, out int milli) && milli is >= 50_000 and <= 125_000 ? milli / 1000.0 : null;
}
