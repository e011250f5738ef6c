#nullable enable

namespace OpenCvSharp;

/// <summary>How an image is decoded.</summary>
[Flags]
public enum ImreadModes
{
    /// <summary>As it is, alpha included.</summary>
    Unchanged = -1,

    /// <summary>One channel.</summary>
    Grayscale = 0,

    /// <summary>Three channels, blue first.</summary>
    Color = 1,

    /// <summary>Does not turn the picture as EXIF says.</summary>
    IgnoreOrientation = 128,
}
