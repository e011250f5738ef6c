using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanType : ScalarType<bool>
{
    public override string Allowed => "true or false";

    public override JsonObject ToSchema() => new() { ["type"] = "boolean" };

    public override JsonNode? ToJson(bool value) => value;

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, out bool value)
    {
        value = text is "true" or "True" or "TRUE";
        if (isQuoted)
            return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is text; write it without quotes", Allowed);
        if (value || text is "false" or "False" or "FALSE")
            return true;
        string meant = text.ToLowerInvariant() switch
        {
            "yes" or "on" or "1" or "y" => "true",
            "no" or "off" or "0" or "n" => "false",
            _ => Checking.DidYouMean.Nearest(text, ["true", "false"]),
        };
        return reader.Refuse(SettingsFaultKind.WrongType, path, text, "is neither true nor false", Allowed, meant);
    }
}
