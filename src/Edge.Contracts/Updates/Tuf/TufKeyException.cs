namespace Edge.Contracts.Updates.Tuf;

/// <summary>A private key that can't be used; the message names the file, never its content.</summary>
public sealed class TufKeyException : Exception
{
    /// <summary>Says nothing; use another constructor.</summary>
    public TufKeyException()
    {
    }

    /// <summary>Says what is wrong with which file.</summary>
    public TufKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong with which file.</summary>
    public TufKeyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
