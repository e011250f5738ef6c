namespace Edge.Tool.Quantization;

/// <summary>How values between layers are quantized.</summary>
internal enum ActivationType
{
    /// <summary>Bytes 0 to 255 with a zero point: the most exact, and what ONNX Runtime's kernels are fastest with.</summary>
    UInt8,

    /// <summary>Signed bytes around 0, zero point 0: the only form that TensorRT takes.</summary>
    Int8Symmetric,
}
