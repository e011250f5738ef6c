using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Checking;

namespace Edge.Agent.Configuration.Description;

/// <summary>An IANA time zone, <c>Europe/Berlin</c>.</summary>
internal sealed class TimeZoneType : ScalarType<TimeZoneInfo>
{
    public override string Allowed => "an IANA time zone such as Europe/Berlin or UTC";

    public override TimeZoneInfo Placeholder => TimeZoneInfo.Utc;

    public override JsonObject ToSchema() => new() { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9_+/\\-]+$" };

    public override JsonNode? ToJson(TimeZoneInfo value) => value.Id;

    public override bool AreEqual(TimeZoneInfo left, TimeZoneInfo right) => left.Id == right.Id;

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out TimeZoneInfo value)
    {
        // Only names, so that nothing can lead the lookup out of the zone folder.
        bool isName = text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '-' or '/') && text[0] != '/';
        if (isName && TimeZoneInfo.TryFindSystemTimeZoneById(text, out TimeZoneInfo? found))
        {
            value = found;
            return true;
        }

        value = null;
        string suggestion = DidYouMean.Nearest(text, TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id));
        return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is not a time zone that this system knows", Allowed, suggestion);
    }
}
