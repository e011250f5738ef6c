namespace UnitsNet;

/// <summary>
/// A temperature. The package Iot.Device.Bindings takes this type from the package UnitsNet, of which nothing else is used;
/// so it lives here, under the same name.
/// </summary>
public readonly struct Temperature
{
    private Temperature(double degreesCelsius) => DegreesCelsius = degreesCelsius;

    /// <summary>In degrees Celsius.</summary>
    public double DegreesCelsius { get; }

    internal static Temperature FromDegreesCelsius(double degreesCelsius) => new(degreesCelsius);
}
