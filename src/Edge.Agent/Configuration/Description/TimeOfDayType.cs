using System.Globalization;
using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary>A time of day, <c>"22:00"</c>, hours 0 to 23.</summary>
internal sealed class TimeOfDayType : ScalarType<TimeOnly>
{
    public override string Allowed => "a time of day such as \"22:00\"; \"00:00\" to \"23:59\"";

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = "^([01][0-9]|2[0-3]):[0-5][0-9]$" };

    public override JsonNode? ToJson(TimeOnly value) => value.ToString("HH:mm", CultureInfo.InvariantCulture);

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, out TimeOnly value) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out value)
        || reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is not a time of day", Allowed);
}
