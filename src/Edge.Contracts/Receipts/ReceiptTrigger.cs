namespace Edge.Contracts.Receipts;

/// <summary>What announced a part, and when.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="At">UTC; the clock may be set between two entries.</param>
/// <param name="MonotonicUs">The same moment in microseconds of the monotonic clock since the machine's start, 0 or more: for intervals.</param>
public sealed record ReceiptTrigger(ReceiptTriggerKind Kind, DateTimeOffset At, long MonotonicUs);
