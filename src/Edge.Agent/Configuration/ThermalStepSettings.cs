namespace Edge.Agent.Configuration;

/// <summary>One step of the thermal policy.</summary>
public sealed record ThermalStepSettings
{
    /// <summary>Temperature of the chip from which the step holds, in °C.</summary>
    public double At { get; init; } = 75;

    /// <summary>Part of the frame rate that is left, above 0 to 1.</summary>
    public double Rate { get; init; } = 0.5;
}
