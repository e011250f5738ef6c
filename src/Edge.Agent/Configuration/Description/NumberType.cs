using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary>A number within bounds, both inclusive.</summary>
internal sealed class NumberType<T>(T minimum, T maximum, string unit = "") : ScalarType<T>
    where T : struct, INumber<T>
{
    private static readonly bool IsWhole = typeof(T) == typeof(int) || typeof(T) == typeof(long);

    public override string Allowed { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{(IsWhole ? "a whole number" : "a number")}{(unit.Length > 0 ? " of " + unit : "")}, {minimum} to {maximum}");

    public override JsonObject ToSchema() => new()
    {
        ["type"] = IsWhole ? "integer" : "number",
        ["minimum"] = ToJson(minimum),
        ["maximum"] = ToJson(maximum),
    };

    // By way of decimal: 0.1f is 0.1, not 0.10000000149.
    public override JsonNode? ToJson(T value) => JsonValue.Create(decimal.Parse(value.ToString(null, CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value)
    {
        NumberStyles style = NumberStyles.AllowLeadingSign | (IsWhole ? NumberStyles.None : NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent);
        value = T.Zero;
        if (isQuoted)
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is text; write it without quotes", Allowed);
        if (!T.TryParse(text, style, CultureInfo.InvariantCulture, out value))
        {
            bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
            return isNumber
                ? reader.Refuse(SettingsFaultKind.OutOfRange, path, text, IsWhole && number % 1 != 0 ? "is not a whole number" : "is out of range", Allowed)
                : reader.Refuse(SettingsFaultKind.WrongType, path, text, "is not a number", Allowed);
        }

        if (value >= minimum && value <= maximum)
            return true;
        return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is out of range", Allowed);
    }
}
