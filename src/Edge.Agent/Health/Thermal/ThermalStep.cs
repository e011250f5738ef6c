namespace Edge.Agent.Health.Thermal;

/// <summary>One step of the thermal policy.</summary>
/// <param name="Celsius">Temperature from which it holds.</param>
/// <param name="Rate">Part of the frame rate that is left, above 0 to 1.</param>
public readonly record struct ThermalStep(double Celsius, double Rate);
