#nullable enable

namespace OpenCvSharp;

/// <summary>OpenCV threw.</summary>
public class OpenCVException : Exception
{
    /// <summary>OpenCV's error code.</summary>
    public ErrorCode Status { get; set; }

    /// <summary>Function that failed.</summary>
    public string FuncName { get; set; } = "";

    /// <summary>OpenCV's message.</summary>
    public string ErrMsg { get; set; } = "";

    /// <summary>Its source file.</summary>
    public string FileName { get; set; } = "";

    /// <summary>Line in it.</summary>
    public int Line { get; set; }

    /// <summary>An error as OpenCV reported it.</summary>
    public OpenCVException(ErrorCode status, string funcName, string errMsg, string fileName, int line)
        : base(errMsg)
    {
        Status = status;
        FuncName = funcName;
        ErrMsg = errMsg;
        FileName = fileName;
        Line = line;
    }

    /// <summary>An error without details.</summary>
    public OpenCVException()
    {
    }

    /// <summary>An error with a message.</summary>
    public OpenCVException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public OpenCVException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
