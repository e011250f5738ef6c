using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Edge.Agent.Tests.Configuration;

/// <summary>Checks YAML against the published schema as an editor would, with code that shares nothing with the loader: the keywords that the schema uses and no others.</summary>
internal static class SchemaCheck
{
    public static List<string> Faults(JsonNode schema, string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var faults = new List<string>();
        Check(schema.AsObject(), stream.Documents[0].RootNode, "", faults);
        return faults;
    }

    private static void Check(JsonObject schema, YamlNode node, string path, List<string> faults)
    {
        string type = TypeOf(node);
        string[] types = schema["type"] switch { JsonArray a => [.. a.Select(t => t!.GetValue<string>())], JsonValue v => [v.GetValue<string>()], _ => [] };
        if (types.Length > 0 && !types.Contains(type) && !(type == "integer" && types.Contains("number")))
            faults.Add($"{path}: {type}");
        if (node is YamlMappingNode map)
            CheckMap(schema, map, path, faults);
        else if (node is YamlSequenceNode list)
            CheckList(schema, list, path, faults);
        else
            CheckScalar(schema, ((YamlScalarNode)node).Value ?? "", type, path, faults);
    }

    private static void CheckMap(JsonObject schema, YamlMappingNode map, string path, List<string> faults)
    {
        JsonObject properties = schema["properties"]?.AsObject() ?? [];
        foreach ((YamlNode keyNode, YamlNode value) in map.Children)
        {
            string key = ((YamlScalarNode)keyNode).Value!;
            if (properties[key] is JsonObject property)
                Check(property, value, $"{path}.{key}", faults);
            else if (schema["additionalProperties"] is JsonObject any)
                Check(any, value, $"{path}.{key}", faults);
            else
                faults.Add($"{path}.{key}: unknown");
        }

        foreach (JsonNode? required in schema["required"]?.AsArray() ?? [])
        {
            if (!map.Children.ContainsKey(new YamlScalarNode(required!.GetValue<string>())))
                faults.Add($"{path}.{required}: missing");
        }
    }

    private static void CheckList(JsonObject schema, YamlSequenceNode list, string path, List<string> faults)
    {
        if (list.Children.Count < (schema["minItems"]?.GetValue<int>() ?? 0) || list.Children.Count > (schema["maxItems"]?.GetValue<int>() ?? int.MaxValue))
            faults.Add($"{path}: {list.Children.Count} items");
        for (int i = 0; i < list.Children.Count; i++)
            Check(schema["items"]!.AsObject(), list.Children[i], $"{path}[{i}]", faults);
    }

    private static void CheckScalar(JsonObject schema, string text, string type, string path, List<string> faults)
    {
        if (schema["enum"] is JsonArray words && !words.Any(w => w!.GetValue<string>() == text))
            faults.Add($"{path}: not in the enum");
        if (schema["pattern"] is { } pattern && !Regex.IsMatch(text, pattern.GetValue<string>(), RegexOptions.ECMAScript))
            faults.Add($"{path}: pattern");
        if (type is "integer" or "number" && schema["minimum"] is { } minimum
            && (decimal.Parse(text, CultureInfo.InvariantCulture) < minimum.GetValue<decimal>() || decimal.Parse(text, CultureInfo.InvariantCulture) > schema["maximum"]!.GetValue<decimal>()))
        {
            faults.Add($"{path}: range");
        }
    }

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMappingNode => "object",
        YamlSequenceNode => "array",
        YamlScalarNode { Style: not ScalarStyle.Plain } => "string",
        YamlScalarNode { Value: "" or "~" or "null" or null } => "null",
        YamlScalarNode { Value: "true" or "false" } => "boolean",
        YamlScalarNode { Value: { } v } when long.TryParse(v, CultureInfo.InvariantCulture, out _) => "integer",
        YamlScalarNode { Value: { } v } when double.TryParse(v, CultureInfo.InvariantCulture, out _) => "number",
        _ => "string",
    };
}
