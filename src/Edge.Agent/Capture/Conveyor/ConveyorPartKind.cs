namespace Edge.Agent.Capture.Conveyor;

/// <summary>What a simulated part really is.</summary>
internal enum ConveyorPartKind
{
    /// <summary>Without a defect.</summary>
    Good,

    /// <summary>With at least one.</summary>
    Bad,

    /// <summary>An empty carrier.</summary>
    Blank,
}
