namespace Edge.Contracts.Messages;

/// <summary>The air in the device's enclosure, within what its sensor can measure.</summary>
/// <param name="TemperatureC">In degrees Celsius, -40 to 85.</param>
/// <param name="PressureHpa">Air pressure in hectopascals, 300 to 1100.</param>
/// <param name="HumidityPercent">Relative humidity, 0 to 100; absent where the sensor measures none.</param>
public sealed record EnclosureTelemetry(double TemperatureC, double PressureHpa, double? HumidityPercent);
