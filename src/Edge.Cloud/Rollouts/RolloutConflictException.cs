namespace Edge.Cloud.Rollouts;

/// <summary>What was asked for cannot be done to the rollout as it is; the message says why and what is allowed.</summary>
internal sealed class RolloutConflictException(string message) : Exception(message);
