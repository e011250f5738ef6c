namespace Edge.Agent.Messaging;

/// <summary>Something that the outbox publisher's loop must look at.</summary>
internal abstract record PublisherEvent
{
    /// <summary>A connection stands.</summary>
    public sealed record Connected : PublisherEvent;

    /// <summary>The connection ended.</summary>
    public sealed record Lost : PublisherEvent;

    /// <summary>The outbox may have something.</summary>
    public sealed record Available : PublisherEvent;

    /// <summary>A second passed.</summary>
    public sealed record Tick : PublisherEvent;

    /// <summary>A publish was answered; <paramref name="AwaitsCloud"/>: the broker's answer is not enough.</summary>
    public sealed record Answered(Guid Id, string Topic, int Connection, PublishOutcome Outcome, bool AwaitsCloud) : PublisherEvent;

    /// <summary>Receipts came.</summary>
    public sealed record Receipts(IReadOnlyList<Guid> Ids) : PublisherEvent;
}
