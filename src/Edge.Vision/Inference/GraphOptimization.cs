namespace Edge.Vision.Inference;

/// <summary>How much ONNX Runtime may change a graph before it runs it.</summary>
public enum GraphOptimization
{
    /// <summary>Nothing: each node runs as it is written.</summary>
    None,

    /// <summary>Only what holds on every processor: constants folded, needless nodes dropped.</summary>
    Basic,

    /// <summary>Fused operators too, integer kernels among them; the data's layout stays.</summary>
    Extended,

    /// <summary>Everything, the layout of the data included: what the agent runs.</summary>
    All,
}
