namespace Edge.Agent.Configuration.Yaml;

/// <summary>Keys with values, in order; keys are unique.</summary>
internal sealed class MapNode(SettingsLocation location, IReadOnlyList<MapEntry> entries) : ConfigNode(location)
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;

    public override int Weight { get; } = 1 + entries.Sum(e => 1 + e.Value.Weight);

    public override string Sort => "a section of keys and values";

    public ConfigNode? Find(string key) => Entries.FirstOrDefault(e => e.Key == key)?.Value;
}
