namespace Edge.Agent.Configuration;

/// <summary>Where a setting was written.</summary>
/// <param name="Origin">The configuration file as it was named, the environment variable, or the command line option.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
/// <param name="Column">Column in the file, from 1; 0 where there is none.</param>
public sealed record SettingsLocation(string Origin, int Line = 0, int Column = 0)
{
    /// <summary><c>edge.yaml:12:7</c>, <c>EDGE__MQTT__HOST</c> or <c>--source</c>.</summary>
    public override string ToString() => Line > 0 ? $"{Origin}:{Line}:{Column}" : Origin;
}
