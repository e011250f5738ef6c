using System.Globalization;

namespace Edge.Agent.Commands;

/// <summary>Times on the command line: a number and its unit, <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
internal static class Durations
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads <paramref name="text"/>; nothing reads as null. False where it is neither.</summary>
    public static bool TryParse(string? text, out TimeSpan? duration)
    {
        duration = null;
        if (text is null)
            return true;
        foreach ((string unit, double seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * seconds is > 0 and < 366 * 86400.0)
            {
                duration = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        return false;
    }
}
