namespace Edge.Agent.Updates;

/// <summary>What it took to put a release in force.</summary>
internal enum Activation
{
    /// <summary>It is in force.</summary>
    InForce,

    /// <summary>It is once the agent has started again.</summary>
    NeedsRestart,

    /// <summary>It is once the device has started again.</summary>
    NeedsReboot,
}
