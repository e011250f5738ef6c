namespace Edge.Agent.Health;

/// <summary>How a part is.</summary>
public enum PartState
{
    /// <summary>It works, or has nothing to do.</summary>
    Healthy,

    /// <summary>Capture only: no picture, for a reason outside (unplugged, unreachable, stalled, paused); its loop goes on trying. Not a fault of this process.</summary>
    Blind,

    /// <summary>It has work and gets nothing done. A fault of this process: the part is restarted.</summary>
    Stuck,
}
