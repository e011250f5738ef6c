namespace Edge.Vision.Inference;

/// <summary>In what numbers a model computes, by its own operators and weights.</summary>
public enum ModelPrecision
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point, in weights at least.</summary>
    Float16,

    /// <summary>8-bit integers, in parts at least: it has operators that quantize.</summary>
    Int8,
}
