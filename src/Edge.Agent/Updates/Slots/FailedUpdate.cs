namespace Edge.Agent.Updates.Slots;

/// <summary>A release that failed for one rollout.</summary>
/// <param name="Sha256">Its content.</param>
/// <param name="Rollout">The rollout that wanted it; empty for none.</param>
/// <param name="Attempts">How often it was tried; 1 or more.</param>
/// <param name="IsFinal">Another try cannot help.</param>
/// <param name="At">UTC of the last failure.</param>
internal sealed record FailedUpdate(string Sha256, string Rollout, int Attempts, bool IsFinal, DateTimeOffset At);
