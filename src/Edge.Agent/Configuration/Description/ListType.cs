using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>A list of values of one type.</summary>
internal sealed class ListType<T>(SettingType<T> item, int minimumCount = 0, int maximumCount = 256) : SettingType<IReadOnlyList<T>>
{
    public override bool IsSingleValue => false;

    public override bool IsList => true;

    public override string Allowed => $"a list of {minimumCount} to {maximumCount}: {item.Allowed}";

    public override IReadOnlyList<T> Placeholder => [];

    public override SettingType? Child(string segment, out string key)
    {
        key = segment;
        return int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? item : null;
    }

    public override JsonObject ToSchema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.ToSchema() };
        if (minimumCount > 0)
            schema["minItems"] = minimumCount;
        schema["maxItems"] = maximumCount;
        return schema;
    }

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is not ListNode list)
        {
            // A list whose every line is commented out is an empty list.
            if (node is ScalarNode { IsNull: true } && minimumCount == 0)
            {
                value = [];
                return true;
            }

            string hint = node is ScalarNode { IsNull: false } ? "; write it in brackets: [a, b]" : "";
            reader.Faults.Add(SettingsFaultKind.WrongType, path, $"found {node.Sort}{hint}", Allowed);
            return false;
        }

        if (list.Items.Count < minimumCount || list.Items.Count > maximumCount)
            reader.Faults.Add(SettingsFaultKind.OutOfRange, path, $"found a list of {list.Items.Count}", Allowed);
        var values = new List<T>(list.Items.Count);
        for (int i = 0; i < list.Items.Count; i++)
        {
            string itemPath = $"{path}[{i}]";
            reader.Faults.Locations.Set(itemPath, list.Items[i].Location);
            values.Add(item.TryRead(list.Items[i], itemPath, reader, out T? read) ? read : item.Placeholder);
        }

        value = values;
        return true;
    }

    public override JsonNode? ToJson(IReadOnlyList<T> value) => new JsonArray([.. value.Select(v => item.ToJson(v))]);

    public override bool AreEqual(IReadOnlyList<T> left, IReadOnlyList<T> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => item.AreEqual(pair.First, pair.Second));
}
