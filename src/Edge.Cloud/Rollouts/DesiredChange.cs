namespace Edge.Cloud.Rollouts;

/// <summary>What a device is to be told.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Target">Target of the rollout's kind that it is to have; <see cref="Edge.Contracts.Updates.DesiredTargets.Factory"/>: what it was delivered with.</param>
internal sealed record DesiredChange(string Device, string Target);
