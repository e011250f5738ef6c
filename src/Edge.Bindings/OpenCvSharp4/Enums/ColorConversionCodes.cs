#nullable enable

namespace OpenCvSharp;

/// <summary>Colour conversions.</summary>
public enum ColorConversionCodes
{
    /// <summary>Drops alpha.</summary>
    BGRA2BGR = 1,

    /// <summary>Swaps red and blue.</summary>
    BGR2RGB = 4,

    /// <summary>To one channel.</summary>
    BGR2GRAY = 6,

    /// <summary>To three channels.</summary>
    GRAY2BGR = 8,
}
