namespace UnitsNet;

/// <summary>A pressure (see <see cref="Temperature"/> for why it lives here).</summary>
public readonly struct Pressure
{
    private Pressure(double pascals) => Pascals = pascals;

    /// <summary>In pascals.</summary>
    public double Pascals { get; }

    /// <summary>In hectopascals, which are millibars.</summary>
    public double Hectopascals => Pascals / 100;

    internal static Pressure FromPascals(double pascals) => new(pascals);
}
