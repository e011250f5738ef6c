namespace Edge.Contracts.Rollouts;

/// <summary>
/// What devices may look like under a new release, as the operator states it. Null switches a limit off. A limit that one device breaks makes that device
/// fail; how many may fail is <see cref="MaximumFailedFraction"/>.
/// </summary>
public sealed record HealthLimits
{
    /// <summary>Most alerts an hour, as a multiple of the rate before; above 1 to 1000. 3 by default.</summary>
    public double? MaximumAlertRatio { get; init; } = 3;

    /// <summary>Fewest alerts an hour, as a share of the rate before; 0 to below 1. A model that has gone blind alerts no more. 0.2 by default.</summary>
    public double? MinimumAlertRatio { get; init; } = 0.2;

    /// <summary>Most of the frames that active and candidate model judged differently while the candidate ran in shadow, 0 to 1. 0.1 by default.</summary>
    public double? MaximumShadowDisagreement { get; init; } = 0.1;

    /// <summary>Most milliseconds from capture to alert that 99 of 100 frames may take, above 0; off by default.</summary>
    public double? MaximumLatencyP99Ms { get; init; }

    /// <summary>Most of the same as a multiple of what it was before, above 1 to 1000. 2 by default.</summary>
    public double? MaximumLatencyRatio { get; init; } = 2;

    /// <summary>Most restarts of the agent while it is watched, beyond the one that an agent bundle needs; 0 or more. 1 by default.</summary>
    public int? MaximumRestarts { get; init; } = 1;

    /// <summary>Hottest the processor may get, in degrees Celsius, above 0 to 150. 90 by default.</summary>
    public double? MaximumTemperatureC { get; init; } = 90;

    /// <summary>Share of a ring's devices that may fail, rounded down, before the rollout is halted; 0 to below 1. 0.02 by default: in a ring below 50, none.</summary>
    public double MaximumFailedFraction { get; init; } = 0.02;
}
