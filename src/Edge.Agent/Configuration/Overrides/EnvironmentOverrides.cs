using System.Globalization;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Overrides;

/// <summary>
/// Lays <c>EDGE__…</c> variables over what the file says: <c>EDGE__MQTT__HOST=broker</c>, <c>EDGE__CAMERAS__0__SOURCE=v4l2:/dev/video0</c>.
/// Names in any case; a list's index may be the one after its last. Single values are taken as they are; lists, points and sections are YAML in one line.
/// </summary>
internal sealed class EnvironmentOverrides(SettingType rootType, FaultList faults)
{
    private const string Prefix = "EDGE__";

    private readonly Dictionary<string, string> _variableByPath = new(StringComparer.Ordinal);

    /// <summary>A new tree; <paramref name="root"/> itself stays as it is.</summary>
    public ConfigNode Apply(ConfigNode root, IReadOnlyDictionary<string, string> environment)
    {
        // By depth, then index order, so that cameras[1] can be added behind a cameras[0] that is added here too.
        IEnumerable<(string Name, string[] Segments)> variables = environment.Keys
            .Where(k => k.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            .Select(k => (k, k[Prefix.Length..].Split("__")))
            .OrderBy(v => string.Join('.', v.Item2.Select(s => s.PadLeft(s.All(char.IsAsciiDigit) ? 6 : 0, '0'))), StringComparer.OrdinalIgnoreCase)
            .ThenBy(v => v.k, StringComparer.Ordinal);
        foreach ((string name, string[] segments) in variables)
            root = Set(root, rootType, segments, new Variable(name, environment[name], new SettingsLocation(name)), "");
        return root;
    }

    private ConfigNode Set(ConfigNode? node, SettingType type, ReadOnlySpan<string> segments, Variable variable, string path)
    {
        SettingsLocation at = variable.Location;
        if (segments.IsEmpty)
            return Leaf(node, type, variable, path);

        SettingType? childType = type.Child(segments[0], out string key);
        if (childType is null)
        {
            string section = path.Length == 0 ? "the settings" : path;
            string asked = Printable.Quote(segments[0]);
            if (SecretWords.Sounds(segments[0]))
                faults.Add(SettingsFaultKind.Secret, "", $"{section} has no secret called {asked}", "EDGE__MQTT__PASSWORD, or ${env:NAME} within a camera's source", at: at);
            else
                faults.AddUnknown(SettingsFaultKind.UnknownKey, "", $"{section} has no setting {asked}", segments[0], type.ChildNames, at);
            return node ?? Nothing(at);
        }

        return type.IsList && node is null or ListNode or ScalarNode { IsNull: true }
            ? SetItem(node as ListNode, childType, int.Parse(key, CultureInfo.InvariantCulture), segments[1..], variable, path)
            : SetKey(node, childType, key, segments[1..], variable, path);
    }

    private ListNode SetItem(ListNode? list, SettingType itemType, int index, ReadOnlySpan<string> rest, Variable variable, string path)
    {
        List<ConfigNode> items = [.. list?.Items ?? []];
        if (index > items.Count)
        {
            faults.Add(SettingsFaultKind.OutOfRange, "", $"{path} has {items.Count} items, so there is no index {index}", $"0 to {items.Count}", at: variable.Location);
            return list ?? new ListNode(variable.Location, []);
        }

        ConfigNode item = Set(index < items.Count ? items[index] : null, itemType, rest, variable, $"{path}[{index}]");
        if (index == items.Count)
            items.Add(item);
        else
            items[index] = item;
        return new ListNode(list?.Location ?? variable.Location, items);
    }

    private ConfigNode SetKey(ConfigNode? node, SettingType childType, string key, ReadOnlySpan<string> rest, Variable variable, string path)
    {
        // Something else stands where a section belongs: its reader tells of it.
        if (node is not (null or MapNode or ScalarNode { IsNull: true }))
            return node;
        var map = node as MapNode;
        string childPath = path.Length == 0 ? key : $"{path}.{key}";
        ConfigNode child = Set(map?.Find(key), childType, rest, variable, childPath);
        List<MapEntry> entries = [.. (map?.Entries ?? []).Where(e => e.Key != key), new MapEntry(key, variable.Location, child)];
        return new MapNode(map?.Location ?? node?.Location ?? variable.Location, entries);
    }

    private ConfigNode Leaf(ConfigNode? node, SettingType type, Variable variable, string path)
    {
        if (path.Length == 0)
        {
            faults.Add(SettingsFaultKind.UnknownKey, "", "names no setting", "EDGE__SECTION__SETTING", at: variable.Location);
            return node ?? Nothing(variable.Location);
        }

        if (!_variableByPath.TryAdd(path, variable.Name))
            faults.Add(SettingsFaultKind.DuplicateKey, "", $"{path} is already given by {_variableByPath[path]}", "one variable for each setting", at: variable.Location);
        if (!type.IsSingleValue)
            return YamlDocument.Read(variable.Value, variable.Name, faults, variable.Location) ?? Nothing(variable.Location);

        // An empty variable is empty text, not "no value".
        return new ScalarNode(variable.Location, variable.Value, isQuoted: variable.Value.Length == 0);
    }

    private static ScalarNode Nothing(SettingsLocation at) => new(at, "", isQuoted: false);

    private sealed class Variable(string name, string value, SettingsLocation location)
    {
        public string Name { get; } = name;

        public string Value { get; } = value;

        public SettingsLocation Location { get; } = location;
    }
}
