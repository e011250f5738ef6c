namespace Edge.Tool.Releases;

/// <summary>Something about a repository of releases that has to be put right by a person; the message says what.</summary>
internal sealed class ReleaseException : Exception
{
    public ReleaseException()
    {
    }

    public ReleaseException(string message)
        : base(message)
    {
    }

    public ReleaseException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
