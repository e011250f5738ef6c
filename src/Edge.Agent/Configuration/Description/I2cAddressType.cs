using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary>
/// The address of a device on an I2C bus, in hexadecimal as data sheets and i2cdetect write it; a number without <c>0x</c> is refused, since <c>20</c> may be meant either way.
/// </summary>
internal sealed class I2cAddressType(int minimum, int maximum) : ScalarType<int>
{
    public override string Allowed { get; } = $"an address in hexadecimal, {Write(minimum)} to {Write(maximum)}";

    public override int Placeholder => minimum;

    // Editors take 0x20 for a number, others for a text.
    public override JsonObject ToSchema() => new()
    {
        ["type"] = new JsonArray("integer", "string"),
        ["pattern"] = "^0x[0-9a-fA-F]{2}$",
        ["minimum"] = minimum,
        ["maximum"] = maximum,
    };

    public override JsonNode? ToJson(int value) => Write(value);

    /// <summary>As it is written: <c>0x20</c>.</summary>
    public static string Write(int address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x2}");

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out int value)
    {
        value = 0;
        bool isHex = text.Length == 4 && text.StartsWith("0x", StringComparison.Ordinal);
        if (!isHex || !int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is not an address in hexadecimal", Allowed);
        return (value >= minimum && value <= maximum) || reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is out of range", Allowed);
    }
}
