#nullable enable

namespace OpenCvSharp;

/// <summary>The binding itself failed.</summary>
public class OpenCvSharpException : Exception
{
    /// <summary>An error without details.</summary>
    public OpenCvSharpException()
    {
    }

    /// <summary>An error with a message.</summary>
    public OpenCvSharpException(string message)
        : base(message)
    {
    }

    /// <summary>An error with a message and a cause.</summary>
    public OpenCvSharpException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
