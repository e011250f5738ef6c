namespace Edge.Agent.Outbox;

/// <summary>What one transaction does.</summary>
/// <param name="Arrivals">To insert, in order.</param>
/// <param name="Delivered">To delete.</param>
/// <param name="Losses">To add to the durable counters.</param>
/// <param name="Positions">Where each stream's source then stands.</param>
/// <param name="Untouchable">Taken by the publisher: not given up for the budget.</param>
internal sealed record OutboxChange(
    IReadOnlyList<OutboxMessage> Arrivals,
    IReadOnlyCollection<Guid> Delivered,
    IReadOnlyList<OutboxLoss> Losses,
    IReadOnlyDictionary<string, SourcePlace> Positions,
    IReadOnlySet<Guid> Untouchable)
{
    /// <summary>Nothing to write.</summary>
    public bool IsEmpty => Arrivals.Count == 0 && Delivered.Count == 0 && Losses.Count == 0 && Positions.Count == 0;
}
