#nullable enable

namespace OpenCvSharp;

/// <summary>Hardware decoding.</summary>
public enum VideoAccelerationType
{
    /// <summary>Software.</summary>
    None = 0,

    /// <summary>Whatever there is.</summary>
    Any = 1,

    /// <summary>VA-API.</summary>
    VAAPI = 3,
}
