#nullable enable

namespace OpenCvSharp;

/// <summary>Encoder parameters.</summary>
public enum ImwriteFlags
{
    /// <summary>0 to 100, default 95.</summary>
    JpegQuality = 1,

    /// <summary>0 or 1.</summary>
    JpegProgressive = 2,

    /// <summary>0 or 1.</summary>
    JpegOptimize = 3,

    /// <summary>0 to 9.</summary>
    PngCompression = 16,
}
