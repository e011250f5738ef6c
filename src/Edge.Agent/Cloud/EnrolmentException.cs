namespace Edge.Agent.Cloud;

/// <summary>The device can't enrol, or what it keeps of its enrolment can't be used. The message says what and what to do; never any of a token or key.</summary>
public sealed class EnrolmentException : Exception
{
    /// <summary>Fails without saying why; use another constructor.</summary>
    public EnrolmentException()
    {
    }

    /// <summary>Fails because of <paramref name="message"/>.</summary>
    public EnrolmentException(string message)
        : base(message)
    {
    }

    /// <summary>Fails because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public EnrolmentException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
