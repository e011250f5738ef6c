namespace Edge.Contracts.Messages;

/// <summary>Minutes in which a camera did not watch, for one reason.</summary>
/// <param name="Reason">Why, for people and machines: <c>agentStopped</c>, <c>connecting</c>, <c>stalled</c>, <c>disconnected</c>, <c>ended</c>, <c>detectorStuck</c>.</param>
/// <param name="Minutes">How many, 1 to 1440.</param>
public sealed record BlindTime(string Reason, int Minutes);
