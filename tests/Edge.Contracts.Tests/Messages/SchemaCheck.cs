using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Tests.Messages;

/// <summary>The part of JSON Schema 2020-12 that our schemas use: type, const, enum, required, properties, additionalProperties, items, $ref within.</summary>
internal static class SchemaCheck
{
    /// <summary>Everything wrong with <paramref name="value"/>, each with its path; empty where it is valid.</summary>
    public static IReadOnlyList<string> Faults(JsonObject schema, JsonNode? value)
    {
        var faults = new List<string>();
        Check(schema, schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonObject root, JsonNode? schemaNode, JsonNode? value, string path, List<string> faults)
    {
        if (schemaNode is not JsonObject schema)
            return;
        if (schema["$ref"] is { } reference)
            schema = Resolve(root, reference.GetValue<string>());
        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
            faults.Add($"{path}: {value?.ToJsonString()} is not {constant.ToJsonString()}");
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, value)))
            faults.Add($"{path}: {value?.ToJsonString()} is none of {allowed.ToJsonString()}");
        if (schema["type"] is { } type && !Types(type).Any(name => Is(name, value)))
            faults.Add($"{path}: is not {type.ToJsonString()}");

        if (value is JsonObject found)
        {
            foreach (JsonNode? required in schema["required"] as JsonArray ?? [])
            {
                if (!found.ContainsKey(required!.GetValue<string>()))
                    faults.Add($"{path}.{required}: is missing");
            }

            foreach ((string name, JsonNode? member) in found)
            {
                JsonNode? memberSchema = schema["properties"]?[name] ?? schema["additionalProperties"];
                Check(root, memberSchema, member, $"{path}.{name}", faults);
            }
        }
        else if (value is JsonArray items)
        {
            for (int i = 0; i < items.Count; i++)
                Check(root, schema["items"], items[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), faults);
        }
    }

    private static IEnumerable<string> Types(JsonNode type) =>
        type is JsonArray several ? several.Select(one => one!.GetValue<string>()) : [type.GetValue<string>()];

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("null", null) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => decimal.Parse(value!.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture) % 1 == 0,
        _ => false,
    };

    private static JsonObject Resolve(JsonObject root, string pointer)
    {
        JsonNode? node = root;
        foreach (string part in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
            node = node is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture)] : node?[part];
        return node!.AsObject();
    }
}
