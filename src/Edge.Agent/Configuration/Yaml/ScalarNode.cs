namespace Edge.Agent.Configuration.Yaml;

/// <summary>A single value.</summary>
internal sealed class ScalarNode(SettingsLocation location, string text, bool isQuoted) : ConfigNode(location)
{
    public string Text { get; } = text;

    /// <summary>Written in quotes or as a block: then it is text, whatever it looks like.</summary>
    public bool IsQuoted { get; } = isQuoted;

    public bool IsNull => !IsQuoted && (Text is "" or "~" or "null" or "Null" or "NULL");

    public override int Weight => 1;

    public override string Sort => IsNull ? "nothing" : "a single value";
}
