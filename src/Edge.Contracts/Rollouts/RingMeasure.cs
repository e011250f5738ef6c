namespace Edge.Contracts.Rollouts;

/// <summary>What one limit came to over a ring.</summary>
/// <param name="Metric">What it is about.</param>
/// <param name="Value">What was measured, in the limit's unit; null where there was too little to judge by.</param>
/// <param name="Minimum">The limit downwards; null where there is none.</param>
/// <param name="Maximum">The limit upwards; null where there is none.</param>
/// <param name="IsBroken">Whether it is broken.</param>
/// <param name="Text">The same for people, with figures.</param>
public sealed record RingMeasure(HealthMetric Metric, double? Value, double? Minimum, double? Maximum, bool IsBroken, string Text);
