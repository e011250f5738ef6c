namespace Edge.Contracts.Messages;

/// <summary>What the second sensor said of a part's ejection.</summary>
/// <param name="Result">Whether it was seen as ordered.</param>
/// <param name="At">When that was known, UTC.</param>
public sealed record VerdictConfirmation(EjectionResult Result, DateTimeOffset At);
