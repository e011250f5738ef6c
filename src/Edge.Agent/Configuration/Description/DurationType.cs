using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Edge.Agent.Configuration.Description;

/// <summary>A length of time with its units: <c>250ms</c>, <c>5s</c>, <c>1m30s</c>, <c>2h</c>, <c>1d</c>; units from large to small, each once.</summary>
internal sealed partial class DurationType(TimeSpan minimum, TimeSpan maximum) : ScalarType<TimeSpan>
{
    // Fifteen digits keep every sum within what a TimeSpan and a decimal hold; the bounds refuse it afterwards.
    private const string Number = @"[0-9]{1,9}(\.[0-9]{1,6})?";

    private const string Form = $"^(?=.)({Number}d)?({Number}h)?({Number}m)?({Number}s)?({Number}ms)?$";

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    public override string Allowed { get; } = $"a duration such as 250ms, 5s, 1m30s or 2h; {Write(minimum)} to {Write(maximum)}";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = Form };

    public override JsonNode? ToJson(TimeSpan value) => Write(value);

    /// <summary>The shortest way to write <paramref name="value"/>.</summary>
    public static string Write(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0s";
        var text = new StringBuilder();
        long rest = value.Ticks;
        foreach ((string unit, long ticks) in Units)
        {
            if (rest / ticks > 0)
                text.Append(CultureInfo.InvariantCulture, $"{rest / ticks}{unit}");
            rest %= ticks;
        }

        return text.ToString();
    }

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, out TimeSpan value)
    {
        value = default;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, $"has no unit; write {(text.Length < 10 ? text : "5")}s for seconds, or use ms, m, h, d", Allowed);
        Match match = Written().Match(text);
        if (!match.Success || text.EndsWith('\n'))
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is not a duration", Allowed);

        decimal sum = 0;
        foreach ((string unit, long ticks) in Units)
        {
            Group part = match.Groups[unit];
            if (part.Success)
                sum += decimal.Parse(part.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * ticks;
        }

        if (sum < minimum.Ticks || sum > maximum.Ticks)
            return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is out of range", Allowed);
        value = TimeSpan.FromTicks((long)sum);
        return true;
    }

    [GeneratedRegex($@"^(?=.)((?<d>{Number})d)?((?<h>{Number})h)?((?<m>{Number})m)?((?<s>{Number})s)?((?<ms>{Number})ms)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
