namespace Edge.Tool.Stations;

/// <summary>Who inspected.</summary>
internal enum Inspector
{
    /// <summary>The model alone.</summary>
    Model,

    /// <summary>The comparison with the template alone.</summary>
    Golden,

    /// <summary>Both, their finds fused.</summary>
    Both,
}
