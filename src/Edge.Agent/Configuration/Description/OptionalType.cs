using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>A number that may be left out.</summary>
internal sealed class OptionalType<T>(SettingType<T> inner) : SettingType<T?>
    where T : struct
{
    public override string Allowed => inner.Allowed;

    public override bool IsSingleValue => inner.IsSingleValue;

    public override JsonObject ToSchema() => inner.ToSchema();

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out T? value)
    {
        bool isRead = inner.TryRead(node, path, reader, out T read);
        value = isRead ? read : null;
        return isRead;
    }

    public override JsonNode? ToJson(T? value) => value is { } v ? inner.ToJson(v) : null;
}
