namespace UnitsNet;

/// <summary>A relative humidity (see <see cref="Temperature"/> for why it lives here).</summary>
public readonly struct RelativeHumidity
{
    private RelativeHumidity(double percent) => Percent = percent;

    /// <summary>In per cent, 0 to 100.</summary>
    public double Percent { get; }

    internal static RelativeHumidity FromPercent(double percent) => new(percent);
}
