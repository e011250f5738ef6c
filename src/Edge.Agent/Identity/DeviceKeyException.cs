namespace Edge.Agent.Identity;

/// <summary>The device's key can't be read, made or replaced. The message names the file and what to do; never any of the key.</summary>
public sealed class DeviceKeyException : Exception
{
    /// <summary>Fails without saying why; use another constructor.</summary>
    public DeviceKeyException()
    {
    }

    /// <summary>Fails because of <paramref name="message"/>.</summary>
    public DeviceKeyException(string message)
        : base(message)
    {
    }

    /// <summary>Fails because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public DeviceKeyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
