namespace Edge.Agent.Gpio;

/// <summary>The air in the enclosure; every value is within what its sensor can measure.</summary>
/// <param name="TemperatureC">In °C, -40 to 85.</param>
/// <param name="PressureHpa">In hPa, 300 to 1100.</param>
/// <param name="HumidityPercent">Relative, in per cent; null where the sensor has none.</param>
public sealed record EnclosureReading(double TemperatureC, double PressureHpa, double? HumidityPercent);
