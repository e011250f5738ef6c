namespace Edge.Vision.Preprocessing;

/// <summary>Element type of an input tensor.</summary>
public enum TensorType
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point.</summary>
    Float16,

    /// <summary>8-bit unsigned, 0 to 255; mean must be 0 and scale 1.</summary>
    UInt8,
}
