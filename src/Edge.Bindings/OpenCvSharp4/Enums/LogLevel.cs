#nullable enable

namespace OpenCvSharp;

/// <summary>What OpenCV writes to stderr.</summary>
public enum LogLevel
{
    /// <summary>Nothing.</summary>
    SILENT = 0,

    /// <summary>Fatal errors.</summary>
    FATAL = 1,

    /// <summary>Errors.</summary>
    ERROR = 2,

    /// <summary>Warnings.</summary>
    WARNING = 3,

    /// <summary>Information.</summary>
    INFO = 4,

    /// <summary>For debugging.</summary>
    DEBUG = 5,

    /// <summary>Everything.</summary>
    VERBOSE = 6,
}
