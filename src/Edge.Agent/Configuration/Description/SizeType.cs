using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Edge.Agent.Configuration.Description;

/// <summary>A number of bytes with its unit: <c>256MiB</c>, <c>1GB</c>.</summary>
internal sealed partial class SizeType(long minimum, long maximum) : ScalarType<long>
{
    private const string Form = @"^(?<number>[0-9]{1,9}(\.[0-9]{1,6})?)(?<unit>B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$";

    // Largest first, binary before decimal: Write takes the first that fits without a rest.
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("KB", 1000), ("B", 1),
    ];

    public override string Allowed { get; } = $"a size such as 256MiB or 1GB; {Write(minimum)} to {Write(maximum)}";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = Form.Replace("?<number>", "", StringComparison.Ordinal).Replace("?<unit>", "", StringComparison.Ordinal) };

    public override JsonNode? ToJson(long value) => Write(value);

    /// <summary>The shortest exact way to write <paramref name="bytes"/>.</summary>
    public static string Write(long bytes)
    {
        (string unit, long size) = Units.First(u => bytes % u.Bytes == 0);
        return bytes == 0 ? "0B" : string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{unit}");
    }

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, out long value)
    {
        value = 0;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "has no unit; write 256MiB or 1GB", Allowed);
        Match match = Written().Match(text);
        if (!match.Success || text.EndsWith('\n'))
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is not a size", Allowed);
        decimal bytes = decimal.Parse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            * Units.First(u => u.Unit == match.Groups["unit"].Value).Bytes;
        if (bytes < minimum || bytes > maximum)
            return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is out of range", Allowed);
        value = (long)bytes;
        return true;
    }

    [GeneratedRegex(Form, RegexOptions.CultureInvariant)]
    private static partial Regex Written();
}
