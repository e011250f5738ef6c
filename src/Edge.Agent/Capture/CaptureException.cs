namespace Edge.Agent.Capture;

/// <summary>A source of frames cannot be opened or broke. The message is for people: what and where, without credentials.</summary>
public sealed class CaptureException : Exception
{
    /// <summary>A failure with no more to say.</summary>
    public CaptureException()
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains.</summary>
    public CaptureException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that <paramref name="message"/> explains and <paramref name="innerException"/> caused.</summary>
    public CaptureException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
