namespace Edge.Cloud.Rollouts;

/// <summary>What a device says about a change.</summary>
/// <param name="Rollout">Rollout that asked for it.</param>
/// <param name="Target">Target that it is about.</param>
/// <param name="Stage">Where it is: the name of a state of the device's transition table.</param>
/// <param name="Failure">Why it was refused or undone; null while it was not.</param>
internal sealed record UpdateAnswer(string Rollout, string Target, string Stage, string? Failure);
