using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>Values by free names, such as class names; upper and lower case are one.</summary>
internal sealed class MapType<T>(string keys, SettingType<T> item, int maximumCount = 256) : SettingType<IReadOnlyDictionary<string, T>>
{
    public override bool IsSingleValue => false;

    public override string Allowed => $"{{ {keys}: {item.Allowed} }}";

    public override SettingType? Child(string segment, out string key)
    {
        key = segment;
        return item;
    }

    public override JsonObject ToSchema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = item.ToSchema(),
        ["maxProperties"] = maximumCount,
    };

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out IReadOnlyDictionary<string, T> value)
    {
        var values = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        value = values;
        if (node is ScalarNode { IsNull: true })
            return true;
        if (node is not MapNode map)
        {
            reader.Faults.Add(SettingsFaultKind.WrongType, path, $"found {node.Sort}", Allowed);
            return false;
        }

        if (map.Entries.Count > maximumCount)
            reader.Faults.Add(SettingsFaultKind.OutOfRange, path, $"found {map.Entries.Count} entries", $"up to {maximumCount}");
        foreach (MapEntry entry in map.Entries)
        {
            string itemPath = $"{path}.{Printable.Plain(entry.Key)}";
            if (values.ContainsKey(entry.Key))
            {
                reader.Faults.Add(SettingsFaultKind.DuplicateKey, itemPath, $"{Printable.Quote(entry.Key)} is written twice, in upper and lower case", "each once", at: entry.KeyLocation);
                continue;
            }

            reader.Faults.Locations.Set(itemPath, entry.Value.Location);
            values[entry.Key] = item.TryRead(entry.Value, itemPath, reader, out T? read) ? read : item.Placeholder;
        }

        return true;
    }

    public override JsonNode? ToJson(IReadOnlyDictionary<string, T> value) =>
        new JsonObject(value.Select(v => KeyValuePair.Create(v.Key, item.ToJson(v.Value))));

    public override bool AreEqual(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right) =>
        left.Count == right.Count && left.All(l => right.TryGetValue(l.Key, out T? r) && item.AreEqual(l.Value, r));
}
