#nullable enable

namespace OpenCvSharp;

/// <summary>Fonts.</summary>
[Flags]
public enum HersheyFonts
{
    /// <summary>Normal sans serif.</summary>
    HersheySimplex = 0,

    /// <summary>Small sans serif.</summary>
    HersheyPlain = 1,

    /// <summary>Sans serif of two strokes.</summary>
    HersheyDuplex = 2,
}
