using System.Globalization;

namespace Edge.Tool.Pruning;

/// <summary>A time that one run shall take: a part of the dense model's, or milliseconds.</summary>
/// <param name="Factor">Part of the dense model's time, above 0 and below 1; 0 where milliseconds are given.</param>
/// <param name="Ms">Milliseconds; 0 where a part is given.</param>
internal readonly record struct LatencyTarget(double Factor, double Ms)
{
    /// <summary>Reads <c>0.8</c> or <c>12ms</c>.</summary>
    public static bool TryParse(string text, out LatencyTarget target)
    {
        bool isMs = text.EndsWith("ms", StringComparison.OrdinalIgnoreCase);
        string number = isMs ? text[..^2] : text;
        bool isNumber = double.TryParse(number.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
        target = isMs ? new LatencyTarget(0, value) : new LatencyTarget(value, 0);
        return isNumber && value > 0 && double.IsFinite(value) && (isMs || value < 1);
    }

    /// <summary>The part of the dense model's time that is asked for.</summary>
    public double FactorOf(double denseMs) => Factor > 0 ? Factor : Ms / denseMs;
}
