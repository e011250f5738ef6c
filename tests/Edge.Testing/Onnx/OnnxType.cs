namespace Edge.Testing.Onnx;

/// <summary>Element types, with ONNX's own numbers.</summary>
public enum OnnxType
{
    Float = 1,
    UInt8 = 2,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Double = 11,
}
