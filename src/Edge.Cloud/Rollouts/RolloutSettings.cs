namespace Edge.Cloud.Rollouts;

/// <summary>Section <c>rollouts</c>.</summary>
public sealed class RolloutSettings
{
    /// <summary>Seconds from one look at open rollouts to the next, 0.1 to 60; longer by itself where a look takes long. Default: 2.</summary>
    public double StepSeconds { get; init; } = 2;
}
