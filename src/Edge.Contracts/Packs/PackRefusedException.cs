namespace Edge.Contracts.Packs;

/// <summary>A pack that is not used, with what is wrong, in which file, and what is allowed.</summary>
public sealed class PackRefusedException : Exception
{
    /// <summary>Refuses without saying why; use another constructor.</summary>
    public PackRefusedException()
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>.</summary>
    public PackRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public PackRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses because of a <paramref name="fault"/>, which <paramref name="message"/> describes.</summary>
    public PackRefusedException(PackFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of thing is wrong.</summary>
    public PackFault Fault { get; }
}
