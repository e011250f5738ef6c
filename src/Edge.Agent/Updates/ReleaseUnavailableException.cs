namespace Edge.Agent.Updates;

/// <summary>A source of releases that can't be reached now, or ended early; trying again later may help.</summary>
public sealed class ReleaseUnavailableException : Exception
{
    /// <summary>Says nothing; use another constructor.</summary>
    public ReleaseUnavailableException()
    {
    }

    /// <summary>Says what of it can't be reached, and why.</summary>
    public ReleaseUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what of it can't be reached, and why.</summary>
    public ReleaseUnavailableException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
