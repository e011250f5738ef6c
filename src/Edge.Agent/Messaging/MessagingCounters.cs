namespace Edge.Agent.Messaging;

/// <summary>What messaging counted since the agent started. Thread safe.</summary>
public sealed class MessagingCounters
{
    private long _published, _retried, _rejected, _dropped, _inboundDropped, _commands, _connects;

    /// <summary>Outbox messages that the broker acknowledged.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Outbox messages sent again.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Outbox messages that the broker refused for good; they stay in the outbox and are tried again on the next connection.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Messages outside the outbox that a newer one replaced before they were sent, or that the broker refused.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Messages from the broker that were not acted on: malformed without a way to answer, retained commands, or more than we can take.</summary>
    public long InboundDropped => Interlocked.Read(ref _inboundDropped);

    /// <summary>Command requests answered, errors included.</summary>
    public long Commands => Interlocked.Read(ref _commands);

    /// <summary>Connections made.</summary>
    public long Connects => Interlocked.Read(ref _connects);

    internal void CountPublished() => Interlocked.Increment(ref _published);

    internal void CountRetried() => Interlocked.Increment(ref _retried);

    internal void CountRejected() => Interlocked.Increment(ref _rejected);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);

    internal void CountInboundDropped() => Interlocked.Increment(ref _inboundDropped);

    internal void CountCommand() => Interlocked.Increment(ref _commands);

    internal void CountConnect() => Interlocked.Increment(ref _connects);
}
