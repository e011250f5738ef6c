#nullable enable

namespace OpenCvSharp;

/// <summary>OpenCV's error codes.</summary>
public enum ErrorCode
{
    /// <summary>None.</summary>
    StsOk = 0,

    /// <summary>Unspecified.</summary>
    StsError = -2,

    /// <summary>Inside OpenCV.</summary>
    StsInternal = -3,

    /// <summary>Out of memory.</summary>
    StsNoMem = -4,

    /// <summary>A bad argument.</summary>
    StsBadArg = -5,

    /// <summary>A bad step.</summary>
    BadStep = -13,

    /// <summary>A bad number of channels.</summary>
    BadNumChannels = -15,

    /// <summary>A bad depth.</summary>
    BadDepth = -17,

    /// <summary>A null pointer.</summary>
    StsNullPtr = -27,

    /// <summary>A bad size.</summary>
    StsBadSize = -201,

    /// <summary>Not found.</summary>
    StsObjectNotFound = -204,

    /// <summary>Formats differ.</summary>
    StsUnmatchedFormats = -205,

    /// <summary>A bad flag.</summary>
    StsBadFlag = -206,

    /// <summary>Sizes differ.</summary>
    StsUnmatchedSizes = -209,

    /// <summary>A format that is not supported.</summary>
    StsUnsupportedFormat = -210,

    /// <summary>Out of range.</summary>
    StsOutOfRange = -211,

    /// <summary>Cannot be parsed.</summary>
    StsParseError = -212,

    /// <summary>Not implemented.</summary>
    StsNotImplemented = -213,

    /// <summary>An assertion failed.</summary>
    StsAssert = -215,
}
