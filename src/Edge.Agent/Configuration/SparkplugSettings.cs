namespace Edge.Agent.Configuration;

/// <summary>The Sparkplug B edge node.</summary>
public sealed record SparkplugSettings
{
    /// <summary>Whether the device is an edge node too.</summary>
    public bool Enabled { get; init; }

    /// <summary>Group id; empty is the site's id.</summary>
    public string GroupId { get; init; } = "";

    /// <summary>Edge node id, unique in its group; empty is the device's id.</summary>
    public string NodeId { get; init; } = "";

    /// <summary>Id of the primary host application: while it is not online nothing is told, and kept for it. Empty is none.</summary>
    public string PrimaryHost { get; init; } = "";

    /// <summary>Most changes kept, in memory, while there is no connection or the primary host is not online; 0 keeps none.</summary>
    public int History { get; init; } = 1000;
}
