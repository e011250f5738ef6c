namespace Edge.Agent.Outbox;

/// <summary>Messages of one kind that were given up for one reason.</summary>
/// <param name="Kind">What they were.</param>
/// <param name="Messages">How many, 1 or more.</param>
/// <param name="Reason">Why.</param>
public readonly record struct OutboxLoss(OutboxKind Kind, long Messages, OutboxLossReason Reason);
