namespace Edge.Agent.Configuration.Description;

/// <summary>What is special about a setting.</summary>
[Flags]
internal enum FieldTraits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Must be given.</summary>
    Required = 1,

    /// <summary>Takes effect only after a restart; a reload keeps the running value.</summary>
    Restart = 2,

    /// <summary>May hold a secret: its value is never shown.</summary>
    Secret = 4,

    /// <summary>Given by an environment variable only, never in the file.</summary>
    EnvironmentOnly = 8,

    /// <summary>A path, relative to the configuration file's folder.</summary>
    Path = 16,
}
