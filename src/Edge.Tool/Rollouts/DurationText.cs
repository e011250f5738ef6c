using System.Globalization;

namespace Edge.Tool.Rollouts;

/// <summary>Durations as people write them on a command line: <c>90s</c>, <c>10m</c>, <c>1.5h</c>, <c>2d</c>.</summary>
internal static class DurationText
{
    /// <summary>The seconds of a duration.</summary>
    /// <exception cref="IOException">It is none; the message says what is allowed.</exception>
    public static double Seconds(string text, string what)
    {
        double unit = text.Length > 0 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
        return unit > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0
            ? value * unit
            : throw new IOException($"{what} is '{text}'; allowed: a number with s, m, h or d behind it, such as 90s or 1.5h");
    }
}
