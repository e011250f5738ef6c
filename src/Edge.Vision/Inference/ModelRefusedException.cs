namespace Edge.Vision.Inference;

/// <summary>A model that can't be used, with what is wrong, where, and what would be allowed. The only exception that opening a model throws.</summary>
public sealed class ModelRefusedException : Exception
{
    /// <summary>Refuses without saying why; use another constructor.</summary>
    public ModelRefusedException()
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>.</summary>
    public ModelRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public ModelRefusedException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses because of a <paramref name="fault"/>, which <paramref name="message"/> describes.</summary>
    public ModelRefusedException(ModelFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of thing is wrong.</summary>
    public ModelFault Fault { get; }
}
