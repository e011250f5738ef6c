namespace Edge.Agent.Configuration.Yaml;

/// <summary>A value as written, with its place. A class without a printed form, since it may hold secrets.</summary>
internal abstract class ConfigNode(SettingsLocation location)
{
    public SettingsLocation Location { get; } = location;

    /// <summary>Nodes in it, itself included, each alias counted as often as it is used.</summary>
    public abstract int Weight { get; }

    /// <summary>What it is, for a fault: never its content.</summary>
    public abstract string Sort { get; }
}
