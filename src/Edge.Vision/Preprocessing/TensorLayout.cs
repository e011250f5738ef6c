namespace Edge.Vision.Preprocessing;

/// <summary>How the pixels of an input tensor lie in memory.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channel, row, column: one plane after another.</summary>
    Nchw,

    /// <summary>Batch, row, column, channel: interleaved pixels.</summary>
    Nhwc,
}
