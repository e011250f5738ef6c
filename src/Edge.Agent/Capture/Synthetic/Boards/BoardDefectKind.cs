namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// What can be wrong with a bare board. The numbers are the class ids of the exported dataset and of the pack's labels;
/// DeepPCB's own label files count from 1.
/// </summary>
internal enum BoardDefectKind
{
    /// <summary>A conductor is cut in two.</summary>
    Open = 0,

    /// <summary>Copper joins two conductors.</summary>
    Short = 1,

    /// <summary>A bite out of a conductor's edge; it still conducts.</summary>
    Mousebite = 2,

    /// <summary>A bump at a conductor's edge that reaches no other.</summary>
    Spur = 3,

    /// <summary>An island of copper that touches nothing.</summary>
    Copper = 4,

    /// <summary>A hole with copper all around.</summary>
    PinHole = 5,
}
