#nullable enable

namespace OpenCvSharp;

/// <summary>How pixels between pixels are made.</summary>
[Flags]
public enum InterpolationFlags
{
    /// <summary>The nearest.</summary>
    Nearest = 0,

    /// <summary>Bilinear.</summary>
    Linear = 1,

    /// <summary>Bicubic.</summary>
    Cubic = 2,

    /// <summary>Mean over the area: the one to shrink with.</summary>
    Area = 3,
}
