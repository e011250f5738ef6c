using System.Globalization;
using Edge.Contracts.Rollouts;

namespace Edge.Tool.Rollouts;

/// <summary>Limits as <c>name=value</c>, <c>name=off</c> to switch one off.</summary>
internal static class LimitSpec
{
    private static readonly Dictionary<string, Func<HealthLimits, double?, HealthLimits>> Known = new(StringComparer.Ordinal)
    {
        ["alerts-most"] = (limits, value) => limits with { MaximumAlertRatio = value },
        ["alerts-fewest"] = (limits, value) => limits with { MinimumAlertRatio = value },
        ["shadow"] = (limits, value) => limits with { MaximumShadowDisagreement = value },
        ["latency-ms"] = (limits, value) => limits with { MaximumLatencyP99Ms = value },
        ["latency-ratio"] = (limits, value) => limits with { MaximumLatencyRatio = value },
        ["restarts"] = (limits, value) => limits with { MaximumRestarts = (int?)value },
        ["temperature"] = (limits, value) => limits with { MaximumTemperatureC = value },
        ["failed"] = (limits, value) => limits with { MaximumFailedFraction = value ?? 0 },
    };

    /// <summary>For help: what there is.</summary>
    public static string Names => string.Join(", ", Known.Keys);

    /// <summary>Lays limits over the usual ones.</summary>
    /// <exception cref="IOException">One is unknown, or no number.</exception>
    public static HealthLimits Apply(IEnumerable<string> texts)
    {
        var limits = new HealthLimits();
        foreach (string text in texts)
        {
            string[] parts = text.Split('=', 2);
            double value = 0;
            bool isOff = parts.Length == 2 && parts[1] == "off";
            if (parts.Length < 2 || !Known.TryGetValue(parts[0], out Func<HealthLimits, double?, HealthLimits>? set) || !(isOff || double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out value)))
                throw new IOException($"--limit is '{text}'; allowed: NAME=NUMBER or NAME=off with NAME of {Names}");
            limits = set(limits, isOff ? null : value);
        }

        return limits;
    }
}
