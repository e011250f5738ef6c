namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>Where an edge node is in its life.</summary>
internal enum SessionPhase
{
    /// <summary>No connection.</summary>
    Offline,

    /// <summary>Connected and silent, since the primary host is not online.</summary>
    AwaitingHost,

    /// <summary>The births were sent.</summary>
    Born,
}
