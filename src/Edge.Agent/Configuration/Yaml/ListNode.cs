namespace Edge.Agent.Configuration.Yaml;

/// <summary>A list.</summary>
internal sealed class ListNode(SettingsLocation location, IReadOnlyList<ConfigNode> items) : ConfigNode(location)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public override int Weight { get; } = 1 + items.Sum(i => i.Weight);

    public override string Sort => "a list";
}
