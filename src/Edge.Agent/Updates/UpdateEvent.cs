namespace Edge.Agent.Updates;

/// <summary>What comes of one phase of an update.</summary>
internal enum UpdateEvent
{
    /// <summary>Done.</summary>
    Succeeded,

    /// <summary>Done, and in force after a restart of the agent.</summary>
    Restarting,

    /// <summary>Refused, failed, or not wanted any more.</summary>
    Failed,

    /// <summary>The agent started again and again in this phase.</summary>
    LoopDetected,
}
