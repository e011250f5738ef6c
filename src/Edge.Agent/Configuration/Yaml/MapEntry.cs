namespace Edge.Agent.Configuration.Yaml;

/// <summary>One key of a <see cref="MapNode"/> with its value.</summary>
internal sealed class MapEntry(string key, SettingsLocation keyLocation, ConfigNode value)
{
    public string Key { get; } = key;

    public SettingsLocation KeyLocation { get; } = keyLocation;

    public ConfigNode Value { get; } = value;
}
