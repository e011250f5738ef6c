namespace Edge.Vision.Images;

/// <summary>Bytes that should be an image are not, or are refused. The message says whose they are, what is wrong and what is allowed.</summary>
public sealed class ImageFormatException : Exception
{
    /// <summary>A failure with no more to say.</summary>
    public ImageFormatException()
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains.</summary>
    public ImageFormatException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains and <paramref name="innerException"/> caused.</summary>
    public ImageFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
