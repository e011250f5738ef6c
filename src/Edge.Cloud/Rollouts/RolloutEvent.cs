namespace Edge.Cloud.Rollouts;

/// <summary>Something that happened in a rollout.</summary>
/// <param name="Kind">One of <see cref="RolloutEventKinds"/>.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Ring">Number of the ring that it is about.</param>
/// <param name="Device">Device that it is about.</param>
internal sealed record RolloutEvent(string Kind, string Text, int? Ring = null, string? Device = null);
