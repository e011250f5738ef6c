namespace Edge.Agent.Configuration;

/// <summary>Which edges of an input count.</summary>
public enum LineEdges
{
    /// <summary>Towards active.</summary>
    Rising,

    /// <summary>Away from active.</summary>
    Falling,

    /// <summary>Both.</summary>
    Both,
}
