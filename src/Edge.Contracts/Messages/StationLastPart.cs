namespace Edge.Contracts.Messages;

/// <summary>The latest part of a station, in short.</summary>
/// <param name="PartId">UUIDv7 of the part.</param>
/// <param name="Part">Its number.</param>
/// <param name="Outcome">What was said of it.</param>
/// <param name="Defect">Class of its strongest defect; absent without one.</param>
/// <param name="At">When, UTC.</param>
public sealed record StationLastPart(string PartId, long Part, VerdictOutcome Outcome, string? Defect, DateTimeOffset At);
