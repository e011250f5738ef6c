namespace Edge.Cloud.Rollouts;

/// <summary>An earlier rollout that a device neither finished nor came back from.</summary>
/// <param name="Previous">Target that it had before that one.</param>
internal sealed record UnsettledRollout(string Previous);
