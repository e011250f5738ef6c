namespace Edge.Contracts.Messages;

/// <summary>What made the station look.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="At">When, UTC.</param>
/// <param name="EncoderCounts">The encoder's position then; absent without an encoder.</param>
public sealed record VerdictTrigger(VerdictTriggerKind Kind, DateTimeOffset At, long? EncoderCounts = null);
