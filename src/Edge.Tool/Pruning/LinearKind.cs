namespace Edge.Tool.Pruning;

/// <summary>How the outputs of a linear layer depend on its inputs.</summary>
internal enum LinearKind
{
    /// <summary>A convolution: each output sees every input, through a window.</summary>
    Convolution,

    /// <summary>A convolution whose channels are each filtered alone.</summary>
    Depthwise,

    /// <summary>A convolution whose channels are filtered in sets.</summary>
    Grouped,

    /// <summary>A transposed convolution.</summary>
    Transposed,

    /// <summary>A matrix product with constant weights, Gemm or MatMul.</summary>
    Product,
}
