namespace Edge.Contracts.Packs;

/// <summary>A key file that can't be used or made. Its message never holds any of the key.</summary>
public sealed class PackKeyException : Exception
{
    /// <summary>Refuses without saying why; use another constructor.</summary>
    public PackKeyException()
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>.</summary>
    public PackKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public PackKeyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
