namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>What a STATE message means.</summary>
internal enum HostChange
{
    /// <summary>Nothing: it is not valid, old, or says what was known.</summary>
    None,

    /// <summary>The host came online.</summary>
    CameOnline,

    /// <summary>The host went offline.</summary>
    WentOffline,
}
