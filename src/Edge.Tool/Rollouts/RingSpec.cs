using System.Globalization;
using Edge.Contracts.Rollouts;

namespace Edge.Tool.Rollouts;

/// <summary>
/// A ring in a few letters: <c>[NAME:]WHO[@SOAK]</c>. WHO is a number of devices (<c>1</c>), a share of all that this and the earlier rings hold together
/// (<c>10%</c>), labels (<c>tier=canary</c>, several joined by <c>+</c>), or <c>all</c>. SOAK is how long a device is watched, such as <c>10m</c>.
/// </summary>
internal static class RingSpec
{
    /// <summary>Reads one.</summary>
    /// <exception cref="IOException">It is none; the message says what is allowed.</exception>
    public static RingPlan Parse(string text)
    {
        string rest = text;
        string? name = null;
        if (rest.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
        {
            name = rest[..colon];
            rest = rest[(colon + 1)..];
        }

        double? soak = null;
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            soak = DurationText.Seconds(rest[(at + 1)..], $"the time in --ring '{text}'");
            rest = rest[..at];
        }

        var ring = new RingPlan { Name = name ?? rest, SoakSeconds = soak };
        if (rest == "all")
            return ring;
        if (rest.EndsWith('%') && double.TryParse(rest.AsSpan(0, rest.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent))
            return ring with { Percent = percent };
        if (int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return ring with { Count = count };
        return rest.Contains('=', StringComparison.Ordinal)
            ? ring with { Only = new DeviceSelector { Labels = Labels(rest.Split('+')) } }
            : throw new IOException($"--ring is '{text}'; allowed: [NAME:]WHO[@SOAK] with a number, a share such as 10%, label=value or all for WHO, and a time such as 10m for SOAK");
    }

    /// <summary>Labels of <c>name=value</c> texts.</summary>
    /// <exception cref="IOException">One is none, or comes twice.</exception>
    public static IReadOnlyDictionary<string, string> Labels(IEnumerable<string> texts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !labels.TryAdd(text[..equals], text[(equals + 1)..]))
                throw new IOException($"'{text}' is no label, or its name comes twice; allowed: name=value");
        }

        return labels;
    }
}
