namespace Edge.Contracts.Updates.Tuf;

/// <summary>Metadata or a target that is not used, with the fault's name, in which file, and what is allowed.</summary>
public sealed class TufRefusedException : Exception
{
    /// <summary>Refuses without saying why; use another constructor.</summary>
    public TufRefusedException()
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>.</summary>
    public TufRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public TufRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses because of a <paramref name="fault"/>, which <paramref name="message"/> describes.</summary>
    public TufRefusedException(TufFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public TufFault Fault { get; }
}
