namespace Edge.Agent.Health.Coverage;

/// <summary>The wall clock was set.</summary>
/// <param name="AtUtc">The time after it.</param>
/// <param name="By">How far it went; negative is back.</param>
public sealed record ClockJump(DateTimeOffset AtUtc, TimeSpan By);
