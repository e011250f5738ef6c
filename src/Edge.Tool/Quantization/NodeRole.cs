namespace Edge.Tool.Quantization;

/// <summary>What a node is to quantization.</summary>
internal enum NodeRole
{
    /// <summary>Stays in floating point.</summary>
    Float,

    /// <summary>A convolution or matrix product with constant weights: what quantization is for.</summary>
    Weighted,

    /// <summary>Computes on bytes, with a scale of its own for its result.</summary>
    Arithmetic,

    /// <summary>Moves or picks bytes: its result has its input's scale.</summary>
    Moving,

    /// <summary>Relu or Clip, which the rounding of the result before it does by itself.</summary>
    Folded,
}
