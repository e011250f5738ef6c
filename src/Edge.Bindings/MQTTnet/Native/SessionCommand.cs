namespace MQTTnet.Native;

/// <summary>Something for the session's thread to do.</summary>
internal abstract class SessionCommand
{
    /// <summary>Runs on the session's thread.</summary>
    public abstract void Run(Session session);

    /// <summary>The session is over, or running it failed.</summary>
    public abstract void Fail(Exception exception);
}
