namespace Edge.Domain.Inspection.Interlock;

/// <summary>What the interlock allows.</summary>
public enum InterlockMode
{
    /// <summary>The golden parts were judged rightly: outputs follow the verdicts.</summary>
    Running,

    /// <summary>Golden parts are asked for: no part passes.</summary>
    Waiting,

    /// <summary>A golden part was judged wrongly or not presented: outputs stay in fail-safe until somebody clears it and a whole check is right.</summary>
    Tripped,
}
